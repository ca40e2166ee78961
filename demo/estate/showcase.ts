import type { FunctionSpec } from './model.ts'

/** A few strings and policies that a real account has had, put on fixed functions of every estate. */
export function applyShowcase(functions: FunctionSpec[]): void {
  const rest = functions.filter((fn) => !fn.cast)
  const set = (i: number, change: (fn: FunctionSpec) => void) => {
    const fn = rest[i]
    if (fn) change(fn)
  }
  set(1, (fn) => {
    fn.description = '<script>alert("description")</script> keeps the old portal alive'
  })
  set(3, (fn) => {
    fn.description = 'Preview <img src=x onerror=alert(1)> of uploaded pictures'
  })
  set(5, (fn) => {
    fn.tags.note = "=cmd|' /C calc'!A0"
  })
  set(7, (fn) => {
    fn.tags.comment = 'reviewed \u202Egnp.exe\u202C by ops\u0007\u200B'
  })
  set(9, (fn) => {
    fn.statements.push({
      Sid: 'old-deployer',
      Effect: 'Allow',
      Principal: { AWS: 'AROAJQABLZS4A3QDU576Q' },
      Action: 'lambda:InvokeFunction',
      Resource: fn.arn,
    })
  })
  set(11, (fn) => {
    fn.rawPolicy = JSON.stringify({
      Version: '2012-10-17',
      Id: 'default',
      Statement: {
        Sid: 'single',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: fn.arn,
        Condition: {
          ArnLike: { 'AWS:SourceArn': `arn:aws:events:${fn.region}:${fn.accountId}:rule/legacy` },
        },
      },
    })
  })
}
