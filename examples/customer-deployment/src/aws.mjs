// S3 and DynamoDB by their HTTP APIs, signed with Signature Version 4: no package to install.
import { createHash, createHmac } from 'node:crypto'

const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const hmac = (key, text) => createHmac('sha256', key).update(text).digest()

function endpoint(service) {
  const url = process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? process.env.AWS_ENDPOINT_URL
  return url ?? `https://${service}.${process.env.AWS_REGION}.amazonaws.com`
}

function signed(service, method, url, headers, body) {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const all = { ...headers, host: url.host, 'x-amz-content-sha256': sha256(body), 'x-amz-date': time }
  if (process.env.AWS_SESSION_TOKEN) all['x-amz-security-token'] = process.env.AWS_SESSION_TOKEN
  const names = Object.keys(all).sort()
  const canonical = [method, url.pathname, '', ...names.map((name) => `${name}:${all[name]}`), '', names.join(';'), sha256(body)]
  const scope = [time.slice(0, 8), process.env.AWS_REGION, service, 'aws4_request']
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical.join('\n'))].join('\n')
  const key = scope.reduce(hmac, `AWS4${process.env.AWS_SECRET_ACCESS_KEY}`)
  const signature = hmac(key, toSign).toString('hex')
  const credential = `${process.env.AWS_ACCESS_KEY_ID}/${scope.join('/')}`
  delete all.host
  all.authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return all
}

async function call(service, method, path, headers, body) {
  const url = new URL(path, endpoint(service))
  const init = { method, headers: signed(service, method, url, headers, body) }
  if (body) init.body = body
  return fetch(url, init)
}

/** An error with the name that the service gives it. */
async function refused(answer) {
  const text = await answer.text()
  const name = /__type":"[^"]*?([A-Za-z]+)"/.exec(text)?.[1] ?? /<Code>(\w+)</.exec(text)?.[1] ?? `Status${answer.status}`
  return Object.assign(new Error(text || `HTTP status ${answer.status}`), { name })
}

export async function s3(method, bucket, key, body = '') {
  const answer = await call('s3', method, `/${bucket}/${key}`, {}, body)
  if (answer.status === 404 && method !== 'PUT') return null
  if (!answer.ok) throw await refused(answer)
  return answer.text()
}

export async function dynamodb(action, parameters) {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `DynamoDB_20120810.${action}` }
  const answer = await call('dynamodb', 'POST', '/', headers, JSON.stringify(parameters))
  if (!answer.ok) throw await refused(answer)
  return answer.json()
}
