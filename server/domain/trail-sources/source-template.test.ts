import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { QUEUE_NAMES, type QueueKind, sourceTemplates } from './source-template.ts'

const KINDS = Object.keys(QUEUE_NAMES) as QueueKind[]
const tags = ['!Ref', '!GetAtt', '!Sub'].map((tag) => ({ tag, resolve: (text: string) => `${tag} ${text}` }))

describe.each(KINDS)('what makes a queue: %s', (kind) => {
  const { cloudFormation, terraform } = sourceTemplates(kind, QUEUE_NAMES[kind])

  it('is CloudFormation that lets nobody else send', () => {
    const document = parseDocument(cloudFormation, { customTags: tags })
    expect(document.errors).toEqual([])
    const { Resources, Outputs } = document.toJS()
    expect(Resources.Queue.Properties).toMatchObject({
      QueueName: QUEUE_NAMES[kind],
      SqsManagedSseEnabled: true,
      RedrivePolicy: { deadLetterTargetArn: '!GetAtt DeadLetters.Arn', maxReceiveCount: 20 },
    })
    const [statement] = Resources.QueuePolicy.Properties.PolicyDocument.Statement
    expect(statement.Principal.Service).toBe(
      kind === 'event-queue' ? 'events.amazonaws.com' : 's3.amazonaws.com',
    )
    expect(statement.Condition.ArnEquals['aws:SourceArn']).toMatch(/^!/)
    expect(Resources.Rule === undefined).toBe(kind === 'file-queue')
    expect(Outputs.QueueUrl.Value).toBe('!Ref Queue')
  })

  it('is Terraform with its brackets in pairs', () => {
    for (const [open, close] of ['{}', '[]', '()'].map((pair) => [...pair]))
      expect(terraform.split(open ?? '').length).toBe(terraform.split(close ?? '').length)
    expect(terraform).toContain(`name                       = "${QUEUE_NAMES[kind]}"`)
    expect(terraform).not.toContain('undefined')
  })
})
