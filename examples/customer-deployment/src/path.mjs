// function-a: the path of a deployment in the bucket, and its undoing.
import { s3 } from './aws.mjs'
import { HandledError, fault, invalid } from './errors.mjs'

const bucket = process.env.BUCKET
const path = (id) => `deployments/${id}.json`
const tombstone = (id) => `cancelled/${id}`

export async function create(event) {
  if (!event.body?.customer) throw invalid('a deployment needs a customer')
  await fault(event, 'function-a', 'before')
  await s3('PUT', bucket, path(event.contextid), JSON.stringify({ customer: event.body.customer, at: event.contextTime }))
  // A Parallel does not wait for this when the other branch fails: who finds the tombstone only now is too late, and takes it back.
  if ((await s3('GET', bucket, tombstone(event.contextid))) !== null) {
    await s3('DELETE', bucket, path(event.contextid))
    throw new HandledError(`${event.contextid} has been cancelled`)
  }
  await fault(event, 'function-a', 'after')
  return { path: `s3://${bucket}/${path(event.contextid)}` }
}

export async function cancel(event) {
  await fault(event, 'function-a-compensating', 'before')
  await s3('PUT', bucket, tombstone(event.contextid), 'cancelled')
  await s3('DELETE', bucket, path(event.contextid))
  await fault(event, 'function-a-compensating', 'after')
  return { cancelled: `s3://${bucket}/${path(event.contextid)}` }
}
