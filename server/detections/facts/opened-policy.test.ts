import { describe, expect, it } from 'vitest'
import { type ExampleRecord, exampleRecord } from '#server/detections/example-record.ts'
import { NO_CONTEXT } from '#server/detections/no-context.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import { openedBy } from './opened-policy.ts'

function opened(source: string, name: string, request: ExampleRecord['request']) {
  const raw = exampleRecord({ source, name, request })
  const record = readRawRecord(raw, { accountId: '111122223333', region: 'eu-west-1' })
  if (!record) throw new Error('the record cannot be read')
  const found = openedBy(record, NO_CONTEXT)
  return found && `${found.whom}: ${found.actions.join(', ')}`
}

const policy = (Principal: unknown, Action: string | string[], Condition?: object) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Principal, Action, Resource: '*', Condition }] })

describe('a grant on a topic, queue or bus', () => {
  it.each<[string, string, string, ExampleRecord['request'], string | undefined]>([
    [
      'is to everybody, in an attribute',
      'sns',
      'SetTopicAttributes',
      { attributeName: 'Policy', attributeValue: policy('*', 'sns:Publish') },
      'everybody: sns:Publish',
    ],
    [
      'is to everybody, when the topic is made',
      'sns',
      'CreateTopic',
      { name: 'orders', attributes: { Policy: policy({ AWS: '*' }, ['sns:Subscribe']) } },
      'everybody: sns:Subscribe',
    ],
    [
      'is to an account, by its id',
      'sqs',
      'AddPermission',
      { aWSAccountIds: ['444455556666'], actions: ['SendMessage', 'ReceiveMessage'] },
      'account 444455556666: SendMessage, ReceiveMessage',
    ],
    [
      'is to everybody, on a bus',
      'events',
      'PutPermission',
      { action: 'events:PutEvents', principal: '*' },
      'everybody: events:PutEvents',
    ],
    [
      'is to the organisation, on a bus',
      'events',
      'PutPermission',
      {
        action: 'events:PutEvents',
        principal: '*',
        condition: { type: 'StringEquals', key: 'aws:PrincipalOrgID', value: 'o-a1b2c3d4e5' },
      },
      undefined,
    ],
    [
      'is what SNS writes by itself',
      'sns',
      'SetTopicAttributes',
      {
        attributeName: 'Policy',
        attributeValue: policy({ AWS: '*' }, 'sns:Publish', {
          StringEquals: { 'AWS:SourceOwner': '111122223333' },
        }),
      },
      undefined,
    ],
    [
      'is another attribute',
      'sns',
      'SetTopicAttributes',
      { attributeName: 'DisplayName', attributeValue: '*' },
      undefined,
    ],
    ['cannot be read', 'sqs', 'SetQueueAttributes', { attributes: { Policy: '{"Statement":' } }, undefined],
    ['is hidden', 'sqs', 'SetQueueAttributes', null, undefined],
  ])('%s', (_what, source, name, request, expected) => expect(opened(source, name, request)).toBe(expected))
})
