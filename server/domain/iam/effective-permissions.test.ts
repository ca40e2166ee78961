import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { EffectivePermissions, ServiceAccess } from '#server/domain/access/access.ts'
import { failed } from '#server/domain/field.ts'
import { ActionTable, loadActionTable } from './action-table.ts'
import { effectivePermissions } from './effective-permissions.ts'
import { evaluate } from './evaluate.ts'
import { compileGlob, matchesGlob } from './glob.ts'
import { allowedResources } from './may-perform.ts'
import { anyStatements } from './policies-for-test.ts'
import { principalPolicies } from './principal-policies.ts'
import { allow, deny, principalOf, roleOf, type Statement } from './role-for-test.ts'

let table: ActionTable
/** Three services alone, for the many runs of a property. */
let small: ActionTable
beforeAll(async () => {
  table = await loadActionTable()
  const rows = (service: string) =>
    table.actionsOf(service).map((action) => ({
      name: action.slice(service.length + 1),
      level: table.level(action),
      resourceFormats: table.resourceTypes(action) ?? [],
    }))
  small = new ActionTable(
    ['iam', 's3', 'sqs'].map((service) => ({ service, name: service, actions: rows(service) })),
  )
})

type Around = Parameters<typeof principalOf>[1]

const workOut = (statements: Statement[], around: Around = {}) =>
  effectivePermissions(principalOf(statements, around), table)

const serviceOf = (permissions: EffectivePermissions, name: string): ServiceAccess | undefined =>
  permissions.services.find(({ service }) => service === name)

/** One line a level: actions, on what, under which conditions. */
const lines = (permissions: EffectivePermissions) =>
  permissions.services.flatMap(({ levels }) =>
    levels.map(({ level, actions, resources, conditions }) =>
      [`${level}: ${actions.join(' ')}`, `on ${resources.join(' ')}`, ...conditions].join(' | '),
    ),
  )

const BUCKET = ['arn:aws:s3:::b', 'arn:aws:s3:::b/*']
const NO_REGION = { Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } } }

describe('effectivePermissions', () => {
  it.each<[string, Statement[], Around, string[]]>([
    ['nothing', [], {}, []],
    [
      'an Allow, its actions by level',
      [allow(['sqs:sendmessage', 'sqs:GetQueueUrl', 'sqs:TagQueue'], 'arn:aws:sqs:*:*:q')],
      {},
      [
        'Read: sqs:GetQueueUrl | on arn:aws:sqs:*:*:q',
        'Write: sqs:SendMessage | on arn:aws:sqs:*:*:q',
        'Tagging: sqs:TagQueue | on arn:aws:sqs:*:*:q',
      ],
    ],
    [
      'what each action can be about',
      [allow(['s3:GetObject', 's3:GetBucketAcl', 's3:ListAllMyBuckets'], BUCKET)],
      {},
      ['Read: s3:GetBucketAcl s3:GetObject | on arn:aws:s3:::b arn:aws:s3:::b/*'],
    ],
    [
      'a condition, kept as text',
      [
        allow('sqs:SendMessage', '*', {
          Sid: 'Vpc',
          Condition: { StringEquals: { 'aws:SourceVpc': ['vpc-1', 'vpc-2'] } },
        }),
      ],
      {},
      ['Write: sqs:SendMessage | on * | StringEquals aws:SourceVpc vpc-1 or vpc-2 (Allow, statement Vpc)'],
    ],
    [
      'an Allow without a condition beside one with it',
      [allow('sqs:SendMessage', '*', NO_REGION), allow('sqs:SendMessage')],
      {},
      ['Write: sqs:SendMessage | on *'],
    ],
    ['a Deny of it all', [allow('sqs:SendMessage'), deny('sqs:*')], {}, []],
    ['a Deny of the resource', [allow('s3:GetObject', 'arn:aws:s3:::b/x*'), deny('*', BUCKET)], {}, []],
    [
      'a Deny of some resources',
      [allow('s3:GetObject', BUCKET), deny('s3:*', 'arn:aws:s3:::b/secret/*', { Sid: 'DenySecret' })],
      {},
      [
        'Read: s3:GetObject | on arn:aws:s3:::b/* | except arn:aws:s3:::b/secret/* (Deny, statement DenySecret)',
      ],
    ],
    [
      'a Deny of other resources',
      [allow('s3:GetObject', BUCKET), deny('s3:*', 'arn:aws:s3:::other/*')],
      {},
      ['Read: s3:GetObject | on arn:aws:s3:::b/*'],
    ],
    [
      'a Deny of all that the action can be about',
      [allow('sqs:SendMessage'), deny('sqs:*', 'arn:aws:sqs:*')],
      {},
      [],
    ],
    [
      'a Deny under a condition',
      [allow('sqs:SendMessage'), deny('*', '*', NO_REGION)],
      {},
      [
        'Write: sqs:SendMessage | on * | except when StringNotEquals aws:RequestedRegion eu-west-1 or eu-central-1 (Deny, statement 2 of own)',
      ],
    ],
    [
      'a Deny of everything else',
      [allow('s3:GetObject'), { Sid: 'Mine', Effect: 'Deny', Action: 's3:*', NotResource: BUCKET }],
      {},
      [
        'Read: s3:GetObject | on * | except everything but arn:aws:s3:::b, arn:aws:s3:::b/* (Deny, statement Mine)',
      ],
    ],
    [
      'NotResource',
      [{ Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::b/*' }],
      {},
      ['Read: s3:GetObject | on everything but arn:aws:s3:::b/*'],
    ],
    [
      'a boundary that is narrower',
      [allow('s3:*Object', '*')],
      { boundary: [allow('s3:GetObject', 'arn:aws:s3:::b/*')] },
      ['Read: s3:GetObject | on arn:aws:s3:::b/*'],
    ],
    [
      'a boundary that is wider',
      [allow('s3:GetObject', 'arn:aws:s3:::b/*')],
      { boundary: [allow('s3:*')], scps: [[allow('*')]] },
      ['Read: s3:GetObject | on arn:aws:s3:::b/*'],
    ],
    [
      'a boundary that crosses',
      [allow('s3:GetObject', 'arn:aws:s3:::b/*')],
      { boundary: [allow('s3:*', 'arn:aws:s3:::*/public')] },
      [
        'Read: s3:GetObject | on arn:aws:s3:::b/* | only within arn:aws:s3:::*/public (Allow, statement 1 of edge)',
      ],
    ],
    [
      'a boundary elsewhere',
      [allow('s3:GetObject', BUCKET)],
      { boundary: [allow('s3:*', 'arn:aws:s3:::c/*')] },
      [],
    ],
    [
      'one level of SCPs that lacks it',
      [allow('sqs:SendMessage')],
      { scps: [[allow('*')], [allow('s3:*')]] },
      [],
    ],
    [
      'a Deny of SCPs for all but this role',
      [allow('sqs:SendMessage')],
      {
        scps: [
          [
            allow('*'),
            deny('*', '*', { Condition: { ArnNotLike: { 'aws:PrincipalARN': 'arn:aws:iam::*:role/app' } } }),
          ],
        ],
      },
      ['Write: sqs:SendMessage | on *'],
    ],
    [
      'actions of which nobody has heard',
      [allow(['sqs:FlyToTheMoon', 'moon:*', 'sqs:SendMessage'], 'arn:x'), deny('moon:Land')],
      {},
      ['Unknown: moon:* | on arn:x', 'Unknown: sqs:FlyToTheMoon | on arn:x'],
    ],
  ])('shows %s', (_, statements, around, expected) => {
    expect(lines(workOut(statements, around))).toEqual(expected)
  })

  it('lists unknown actions, less those denied', () => {
    const permissions = workOut([allow(['moon:Land', 'sun:*', 'Sun:*']), deny('moon:*')])
    expect(permissions.unknownActions).toEqual(['sun:*'])
    expect(serviceOf(permissions, 'sun')).toMatchObject({
      serviceName: 'sun',
      everyAction: false,
      use: 'unknown',
    })
  })

  it('points at the statements that grant and that take away', () => {
    const permissions = workOut([
      allow('sqs:SendMessage', '*', { Sid: 'Send' }),
      allow('s3:GetObject', '*', { Sid: 'Get' }),
      deny('s3:*', 'arn:aws:s3:::b/*', { Sid: 'DenyB' }),
    ])
    const sidsOf = (service: string) =>
      serviceOf(permissions, service)?.levels[0]?.statements.map((i) => permissions.statements[i]?.sid)
    expect(sidsOf('sqs')).toEqual(['Send'])
    expect(sidsOf('s3')).toEqual(['Get', 'DenyB'])
  })

  it.each<[string, Statement[], Around, boolean]>([
    ['a wildcard', [allow('sqs:*', 'arn:aws:sqs:*:*:q')], {}, true],
    ['everything', [allow('*')], {}, true],
    ['NotAction', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], {}, true],
    ['NotAction of one', [{ Effect: 'Allow', NotAction: 'sqs:SendMessage', Resource: '*' }], {}, false],
    ['part of it', [allow('sqs:S*')], {}, false],
    ['a wildcard and a Deny', [allow('sqs:*'), deny('sqs:DeleteQueue')], {}, false],
    ['a wildcard within a boundary', [allow('sqs:*')], { boundary: [allow('sqs:S*')] }, false],
  ])('sees whether %s gives every action of a service', (_, statements, around, expected) => {
    expect(serviceOf(workOut(statements, around), 'sqs')?.everyAction).toBe(expected)
  })

  it.each<[string, Statement[], Around, boolean]>([
    ['everything', [allow('*')], {}, true],
    ['everything, as *:*', [allow(['*:*'])], { scps: [[allow('*'), deny('organizations:*')]] }, true],
    ['everything on one bucket', [allow('*', BUCKET)], {}, false],
    ['everything with a condition', [allow('*', '*', NO_REGION)], {}, false],
    ['all but IAM', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], {}, false],
    ['everything within a boundary', [allow('*')], { boundary: [allow(['s3:*', 'ec2:*'])] }, false],
    [
      'everything less all but S3',
      [allow('*'), { ...deny('x'), Action: undefined, NotAction: 's3:*' }],
      {},
      false,
    ],
  ])('takes %s for admin or not', (_, statements, around, expected) => {
    expect(workOut(statements, around).admin).toBe(expected)
  })

  it('takes hundreds of crossing patterns together, and never for certain', () => {
    const crossing = (i: number) => `arn:aws:*:*:*:*${i}*`
    const many = Array.from({ length: 300 }, (_, i) =>
      i % 2 ? allow('*', crossing(i)) : deny('*', crossing(i)),
    )
    const beganMs = performance.now()
    const { services } = workOut(many)
    expect(performance.now() - beganMs).toBeLessThan(20_000)
    const levels = services.flatMap((service) => service.levels)
    expect(levels.length).toBeGreaterThan(0)
    for (const { conditions } of levels)
      expect(conditions).toEqual([expect.stringMatching(/^except 150 statements \(Deny, statement/)])
    expect(allowedResources(principalOf(many), 's3:GetObject')).toMatchObject({ conditional: true })
    expect(workOut([...many, deny('*', '*')]).services).toEqual([])
    const boundary = Array.from({ length: 150 }, (_, i) => allow('*', crossing(i)))
    const within = workOut(
      many.filter((_, i) => i % 2),
      { boundary },
    )
    expect(serviceOf(within, 's3')?.levels[0]?.conditions).toEqual([
      expect.stringMatching(/^only within 150/),
    ])
  }, 60_000)

  it('says what could not be read', () => {
    const role = roleOf([allow('sqs:SendMessage')], { attachedPolicies: failed('timed out') })
    const permissions = effectivePermissions(principalPolicies(role, { state: 'none' }), table)
    expect(permissions.unseen).toEqual(['attached policies: reading failed (timed out)'])
    expect(permissions.services).toHaveLength(1)
  })

  it('fills in what is known of the principal', () => {
    const own = ['arn:aws:sqs:eu-west-1:', '{aws:PrincipalAccount}:q'].join('$')
    expect(workOut([allow('sqs:SendMessage', own)]).services[0]?.levels[0]?.resources).toEqual([
      'arn:aws:sqs:eu-west-1:111122223333:q',
    ])
  })

  it('agrees with the evaluation of single requests', () => {
    const asked = fc.constantFrom(
      ['s3:GetObject', 'arn:aws:s3:::bucket/key'],
      ['s3:PutObject', 'arn:aws:s3:::bucket/other'],
      ['s3:PutObject', 'arn:aws:s3:::other/key'],
      ['sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111122223333:q1'],
      ['iam:PassRole', 'arn:aws:iam::111122223333:role/app'],
    )
    const around = fc.record({
      boundary: fc.option(anyStatements, { nil: undefined }),
      scps: fc.option(fc.array(anyStatements, { maxLength: 2 }), { nil: undefined }),
    })
    fc.assert(
      fc.property(anyStatements, around, asked, (own, limits, [action = '', resource = '']) => {
        const principal = principalOf(own, limits)
        const decision = evaluate(principal, { action, resource })
        const level = effectivePermissions(principal, small)
          .services.flatMap(({ levels }) => levels)
          .find(({ actions }) => actions.includes(action))
        const quick = allowedResources(principal, action)
        if (decision.effect === 'allowed') {
          expect(level?.resources.some((text) => takesIn(text, resource))).toBe(true)
          expect(quick?.resources.some((text) => takesIn(text, resource))).toBe(true)
        } else if (level && level.actions.length === 1 && level.conditions.length === 0) {
          expect(level.resources.some((text) => takesIn(text, resource))).toBe(false)
        }
        if (level) expect(quick).not.toBeNull()
        const [only = '', ...more] = quick?.resources ?? []
        if (quick && !quick.conditional && more.length === 0 && takesIn(only, resource)) {
          expect(decision).toMatchObject({ effect: 'allowed', conditional: false })
        }
      }),
      { numRuns: 500 },
    )
  })

  /** Reads a resource as it is shown: `p`, `p but a, b`, `everything but a, b`. */
  function takesIn(text: string, resource: string): boolean {
    const [pattern = '', gaps] = text.replace(/^everything/, '*').split(' but ')
    const matches = (glob: string) => matchesGlob(compileGlob(glob), resource) === 'true'
    return matches(pattern) && !gaps?.split(', ').some(matches)
  }
})
