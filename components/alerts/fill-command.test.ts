import { expect, it } from 'vitest'
import { fillCommand } from './fill-command.ts'

const where = { resourceName: 'orders-api', region: 'eu-west-1' }

it.each([
  [
    'aws lambda get-policy --function-name <name>',
    'aws lambda get-policy --function-name orders-api --region eu-west-1',
  ],
  [
    'aws logs tail /aws/lambda/<name> --region us-east-1',
    'aws logs tail /aws/lambda/orders-api --region us-east-1',
  ],
  [
    'aws lambda x --function-name <name> --n <n>',
    'aws lambda x --function-name orders-api --n <n> --region eu-west-1',
  ],
  ['sam deploy', 'sam deploy'],
])('%s', (command, filled) => expect(fillCommand(command, where)).toBe(filled))

it('never lets a name become a command of its own', () => {
  expect(fillCommand('aws x <name>', { resourceName: "a'; rm -rf $HOME #", region: 'eu-west-1' })).toBe(
    `aws x 'a'\\''; rm -rf $HOME #' --region eu-west-1`,
  )
})

it('leaves the placeholder where the alert is about no function', () => {
  expect(fillCommand('aws x <name>', { resourceName: null, region: 'global' })).toBe('aws x <name>')
})
