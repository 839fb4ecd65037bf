// function-b: the item of a deployment in the table, and its undoing.
import { dynamodb } from './aws.mjs'
import { HandledError, fault, invalid } from './errors.mjs'

const table = process.env.TABLE

export async function create(event) {
  if (!event.body?.customer) throw invalid('a deployment needs a customer')
  await fault(event, 'function-b', 'before')
  const item = { contextid: { S: event.contextid }, state: { S: 'ACTIVE' }, customer: { S: event.body.customer } }
  try {
    await dynamodb('PutItem', {
      TableName: table,
      Item: item,
      ConditionExpression: 'attribute_not_exists(contextid) OR #state = :active',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':active': { S: 'ACTIVE' } },
    })
  } catch (error) {
    if (error.name === 'ConditionalCheckFailedException') throw new HandledError(`${event.contextid} has been cancelled`)
    throw error
  }
  await fault(event, 'function-b', 'after')
  return { item: event.contextid }
}

/** The tombstone takes the item's place: a late attempt to create it is refused. */
export async function cancel(event) {
  await fault(event, 'function-b-compensating', 'before')
  await dynamodb('PutItem', { TableName: table, Item: { contextid: { S: event.contextid }, state: { S: 'CANCELLED' } } })
  await fault(event, 'function-b-compensating', 'after')
  return { cancelled: event.contextid }
}
