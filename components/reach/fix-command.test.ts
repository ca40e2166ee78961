import { describe, expect, it } from 'vitest'
import type { ReachAnswer } from '#server/domain/reach/reach.ts'
import { fixesOf, removePermission, triggerFixes } from './fix-command.ts'

const place = { functionName: 'orders-api', region: 'eu-west-1' }
const RESOURCE = 'arn:aws:lambda:eu-west-1:111122223333:function:orders-api'
/** The command on one line, as a shell reads it. */
const line = (fix: { command: string } | undefined) => fix?.command.replaceAll(' \\\n  ', ' ')
const quote = (patch: object) => JSON.stringify({ Effect: 'Allow', Resource: RESOURCE, ...patch })

describe('removePermission', () => {
  it.each([
    ['by its Sid', quote({ Sid: 'public' }), '--statement-id public --region eu-west-1'],
    [
      "on the alias that the statement's resource names",
      quote({ Sid: 'a', Resource: `${RESOURCE}:live` }),
      '--statement-id a --qualifier live --region eu-west-1',
    ],
    [
      'with a Sid that looks like an option',
      quote({ Sid: '--no-verify-ssl' }),
      '--statement-id=--no-verify-ssl --region eu-west-1',
    ],
    [
      'with a Sid that a shell would run',
      quote({ Sid: '$(reboot)' }),
      "--statement-id '$(reboot)' --region eu-west-1",
    ],
  ])('%s', (_, text, options) =>
    expect(line(removePermission(text, place))).toBe(
      `aws lambda remove-permission --function-name orders-api ${options}`,
    ),
  )

  it.each([[null], ['AuthType: NONE'], ['null'], [quote({})], [quote({ Sid: '' })], [quote({ Sid: 7 })]])(
    'has no command for %j',
    (text) => expect(removePermission(text, place)).toBeUndefined(),
  )

  it('takes the qualifier of the trigger only where the statement does not name the function', () => {
    const alias = { ...place, qualifier: 'live' }
    expect(removePermission(quote({ Sid: 'a' }), alias)?.command).not.toContain('--qualifier')
    expect(removePermission('{"Sid":"a"}', alias)?.command).toContain('--qualifier live')
    expect(removePermission('{"Sid":"a"}', { ...place, qualifier: '$LATEST' })?.command).not.toContain(
      'LATEST',
    )
  })
})

describe('fixesOf', () => {
  const answer = (patch: Partial<ReachAnswer>): ReachAnswer => ({
    audience: 'internet',
    certainty: 'certain',
    via: 'url',
    who: 'anyone',
    entry: null,
    triggerKey: null,
    decidedBy: [
      { what: 'URL', quote: 'AuthType: NONE' },
      { what: 'statement', quote: quote({ Sid: 'public' }) },
    ],
    guards: [],
    ...patch,
  })

  it('closes an open URL and takes out its statement', () =>
    expect(fixesOf(answer({}), place).map(line)).toEqual([
      'aws lambda update-function-url-config --function-name orders-api --auth-type AWS_IAM --region eu-west-1',
      'aws lambda remove-permission --function-name orders-api --statement-id public --region eu-west-1',
    ]))

  it.each([
    ['an API', answer({ via: 'api' })],
    ['this account', answer({ audience: 'account', via: 'policy' })],
  ])('has no single command for %s', (_, one) => expect(fixesOf(one, place)).toEqual([]))
})

describe('triggerFixes', () => {
  const row = {
    kind: 's3',
    sides: 'both',
    invocation: 'asynchronous',
    failuresVia: 'destination',
    audience: 'account',
    functionName: 'orders-api',
    region: 'eu-west-1',
    qualifier: null,
  } as const
  const evidence = [{ side: 'grant', quote: quote({ Sid: 's3' }) }] as const

  it('has nothing to mend where all is well', () => expect(triggerFixes(row, evidence)).toEqual([]))

  it('takes out a grant without a source', () =>
    expect(triggerFixes({ ...row, sides: 'grant only' }, evidence)[0]?.command).toContain(
      '--statement-id s3',
    ))

  it('names a queue for events that are lost, in one word of the shell', () =>
    expect(triggerFixes({ ...row, failuresVia: 'nowhere' }, [])[0]?.command).toContain(
      "--dead-letter-config 'TargetArn=<ARN of the queue>'",
    ))
})
