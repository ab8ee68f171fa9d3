// Records what an independent simulator of IAM says of random requests.
//
//   npm install --no-package-lock && npm run record
//
// The simulator is not part of the program and not built with it; only its
// answers are kept, as test data. The draw is seeded: the same version of the
// simulator gives the same file.
import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { loadPolicy } from '@cloud-copilot/iam-policy'
// What the package exports checks its input against a list of AWS's actions, or
// fails on resource policies; the engine underneath does neither.
const inside = './node_modules/@cloud-copilot/iam-simulate/dist/esm/'
const { authorize } = await import(inside + 'core_engine/CoreSimulatorEngine.js')
const { AwsRequestImpl } = await import(inside + 'request/request.js')
const { RequestContextImpl } = await import(inside + 'requestContext.js')
const { DiscoveryContextKeyConstraints } = await import(inside + 'context_keys/discoveryContextKeyConstraints.js')

let seed = 2026
function random() {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const below = (n) => Math.floor(random() * n)
const oneIn = (n) => below(n) === 0
const one = (list) => list[below(list.length)]
const some = (list) => (oneIn(2) ? one(list) : Array.from({ length: 1 + below(3) }, () => one(list)))

const role = 'arn:aws:iam::111122223333:role/Trainer'
const session = 'arn:aws:sts::111122223333:assumed-role/Trainer/job-1'
const user = 'arn:aws:iam::111122223333:user/ana'
const actions = ['*', 's3:*', 's3:Get*', 's3:getobject', 's3:GetObject', 's3:PutObject', 's3:?etObject', 'sagemaker:CreateTrainingJob', 'sagemaker:*Job', 's3:*Object*']
const resources = [
  '*', 'arn:aws:s3:::data/*', 'arn:aws:s3:::data', 'arn:aws:s3:::*', 'arn:aws:s3:::data/${aws:PrincipalTag/team}/*',
  "arn:aws:s3:::data/${aws:PrincipalTag/team, 'nlp'}/?.csv", 'arn:aws:s3:::data/nlp/?.csv', 'arn:aws:s3:::data/n*/a${*}',
  'arn:aws:sagemaker:*:111122223333:training-job/*', 'arn:aws:sagemaker:eu-west-1:*:training-job/a', 'arn:aws:s3:*', 'arn:*:s3:::data/nlp/*', 'arn:aws:s*:data/nlp/*',
]
const principals = ['*', '111122223333', 'arn:aws:iam::444455556666:root', role, 'arn:aws:iam::111122223333:role/Other', user, session, session + 'x']
const keys = [
  ['aws:SourceVpce', ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'], ['vpce-1', 'vpce-2', 'VPCE-1', 'vpce-*', 'vpce-?', '${aws:SourceVpc}'], ['vpce-1', 'vpce-2', 'vpc-1', 'vpce-*']],
  ['aws:SourceVpc', ['StringEquals', 'StringNotEquals', 'StringLike'], ['vpc-1', 'vpc-2', 'vpc-${*}', 'v*'], ['vpc-1', 'vpc-2', 'vpc-*']],
  ['aws:PrincipalTag/team', ['StringEquals', 'StringNotEquals'], ['nlp', 'vision'], ['nlp', 'vision']],
  ['aws:SourceIp', ['IpAddress', 'NotIpAddress'], ['10.0.0.0/8', '10.1.0.0/16', '192.0.2.7', '192.0.2.0/32', '2001:db8::/32', '0.0.0.0/0'], ['10.1.2.3', '10.2.3.4', '192.0.2.7', '2001:db8:0:0:0:0:0:1', '2001:db9:0:0:0:0:0:1']],
  ['aws:PrincipalArn', ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'StringLike'], ['arn:aws:iam::111122223333:role/*', role, 'arn:aws:iam::*:role/T*', 'arn:aws:iam::444455556666:*', '*', 'arn:*'], [role, user, 'arn:aws:iam::444455556666:role/x']],
  ['aws:SecureTransport', ['Bool'], ['true', 'false', 'True'], ['true', 'false']],
  ['sagemaker:VolumeSize', ['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals'], ['5', '10', '10.5', '-1', '10.0', 'ten'], ['5', '10', '10.5', '11']],
  ['aws:CurrentTime', ['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'], ['2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z', '2026-01-01T02:00:00+02:00', '2026-01-01'], ['2026-01-01T00:00:00Z', '2026-03-01T12:00:00Z']],
  ['sagemaker:VpcSubnets', ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'], ['subnet-1', 'subnet-2', 'subnet-*', 'subnet-${*}'], ['subnet-1', 'subnet-2', 'subnet-3'], 'many'],
  ['aws:TagKeys', ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase'], ['team', 'cost', 'TEAM'], ['team', 'cost', 'owner'], 'many'],
  ['aws:userid', ['BinaryEquals'], ['QmluYXJ5', 'QmluYXJ6'], ['QmluYXJ5', 'QmluYXJ6']],
]

function conditions() {
  const out = {}
  for (let n = below(3); n > 0; n--) {
    const [key, operators, policy, , many] = one(keys)
    let operator = one(operators)
    let values = some(policy)
    if (oneIn(6)) {
      operator = 'Null'
      values = one(['true', 'false'])
    } else {
      if (many ? !oneIn(8) : oneIn(12)) operator = one(['ForAllValues:', 'ForAnyValue:']) + operator
      if (oneIn(4)) operator += 'IfExists'
    }
    out[operator] = { ...out[operator], [key]: values }
  }
  return out
}

function statement(kind) {
  const s = { Effect: oneIn(5) ? 'Deny' : 'Allow' }
  if (kind === 'resource') {
    const names = oneIn(3) ? '*' : { AWS: some(principals), Service: some(['sagemaker.amazonaws.com', 'ec2.amazonaws.com']) }
    s[s.Effect === 'Deny' && oneIn(8) ? 'NotPrincipal' : 'Principal'] = names
  }
  // The simulator looks at principals of resource policies only.
  if (kind === 'rcp' || kind === 'endpoint') s.Principal = '*'
  s[oneIn(4) ? 'NotAction' : 'Action'] = some(actions)
  // AWS refuses short ARNs in resource control policies.
  s[oneIn(6) ? 'NotResource' : 'Resource'] = some(kind === 'rcp' ? resources.filter((r) => r === '*' || r.split(':').length > 5) : resources)
  const c = conditions()
  if (Object.keys(c).length > 0) s.Condition = c
  return s
}

function policy(kind) {
  const full = { Effect: 'Allow', Action: '*', Resource: '*', ...(kind !== 'identity' && kind !== 'scp' ? { Principal: '*' } : {}) }
  const drawn = Array.from({ length: 1 + below(3) }, () => statement(kind))
  return { Version: '2012-10-17', Statement: (kind.endsWith('cp') ? !oneIn(4) : oneIn(3)) ? [full, ...drawn.slice(1)] : drawn }
}

const list = (kind, most) => Array.from({ length: 1 + below(most) }, () => policy(kind))

// Identity and service control policies do not bind a service.
function documents(service) {
  return {
    identity: service ? [] : list('identity', 2),
    boundary: !service && oneIn(5) ? list('identity', 1) : null,
    resource: service || oneIn(2) ? policy('resource') : null,
    endpoint: oneIn(4) ? list('endpoint', 1) : null,
    scp: !service && oneIn(3) ? [list('scp', 2), list('scp', 1)] : null,
    rcp: !service && oneIn(3) ? [list('rcp', 2)] : null,
  }
}

function request(service) {
  const context = {}
  const principal = service ? 'sagemaker.amazonaws.com' : one([session, user])
  for (const [key, , , values, many] of keys) {
    if (key === 'aws:PrincipalArn') {
      if (principal === session) context[key] = role
      if (principal === user) context[key] = user
    } else if (!oneIn(3)) {
      context[key] = one(values)
      if (many && oneIn(2)) context[key] = [one(values), one(values)]
    }
  }
  return {
    principal,
    action: one(['s3:GetObject', 's3:PutObject', 's3:ListBucket', 'sagemaker:CreateTrainingJob']),
    resource: one(['arn:aws:s3:::data/nlp/a.csv', 'arn:aws:s3:::data/vision/b.csv', 'arn:aws:s3:::data', 'arn:aws:sagemaker:eu-west-1:111122223333:training-job/a']),
    account: one(['111122223333', '111122223333', '444455556666']),
    context,
  }
}

function ask(d, r) {
  const named = (policies, name) => policies.map((policy, i) => loadPolicy(policy, { name: name + i }))
  const levels = (list, name) => (list ?? []).map((policies, i) => ({ orgIdentifier: name + i, policies: named(policies, name) }))
  return authorize({
    request: new AwsRequestImpl(r.principal, { resource: r.resource, accountId: r.account }, r.action, new RequestContextImpl(r.context)),
    sessionPolicy: undefined,
    identityPolicies: named(d.identity, 'identity'),
    permissionBoundaries: d.boundary ? named(d.boundary, 'boundary') : undefined,
    resourcePolicy: d.resource ? named([d.resource], 'resource')[0] : undefined,
    vpcEndpointPolicies: d.endpoint ? named(d.endpoint, 'endpoint') : undefined,
    serviceControlPolicies: levels(d.scp, 'scp'),
    resourceControlPolicies: levels(d.rcp, 'rcp'),
    simulationParameters: { simulationMode: 'Strict', discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([]) },
    serviceSettings: {},
  }).result
}

const cases = []
for (let i = 0; i < 2500; i++) {
  const service = oneIn(6)
  const drawn = documents(service)
  const requests = Array.from({ length: 4 }, () => request(service))
  cases.push({ ...drawn, requests: requests.map((r) => ({ ...r, answer: ask(drawn, r) })) })
}
const tally = {}
for (const c of cases) for (const r of c.requests) tally[r.answer] = (tally[r.answer] ?? 0) + 1
console.log(tally)
writeFileSync(process.argv[2], gzipSync(JSON.stringify(cases), { level: 9 }))
