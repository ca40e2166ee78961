import { GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda'
import { call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import type { Field } from '#server/domain/field.ts'
import { asObject } from '#server/domain/json.ts'
import { type Completion, defineCollector } from './define-collector.ts'
import { readNumber, unseen } from './read-field.ts'

export type ReservedConcurrency = { arn: string; reserved: Field<number> }
export type ReservedConcurrencyInput = {
  /** Functions to ask, the likeliest first. */
  functions: readonly { arn: string; name: string }[]
  /** What all functions of the region have reserved together. */
  total: number
}

const getConcurrency: Operation = {
  service: 'lambda',
  name: 'GetFunctionConcurrency',
  permission: 'lambda:GetFunctionConcurrency',
  costUsd: 0,
  hides: "functions' reserved concurrency",
}
const WIDTH = 8

/** Asks one function after the other until all that is reserved has been found: then it is complete. */
export const reservedConcurrency = defineCollector<ReservedConcurrency, ReservedConcurrencyInput>({
  id: 'reserved-concurrency',
  title: 'Reserved concurrency',
  scope: 'region',
  operations: [getConcurrency],
  async *collect(context, { functions, total }): AsyncGenerator<ReservedConcurrency[], Completion> {
    let left = total
    for (let from = 0; from < functions.length && left > 0; from += WIDTH) {
      const asked = functions.slice(from, from + WIDTH).map(async ({ arn, name }) => {
        const command = new GetFunctionConcurrencyCommand({ FunctionName: name })
        const result = await call(context, getConcurrency, command, { resource: name })
        const reserved =
          result.state === 'ok'
            ? readNumber(asObject(result.output), 'ReservedConcurrentExecutions')
            : unseen<number>(result)
        return { arn, reserved }
      })
      const found = await Promise.all(asked)
      for (const { reserved } of found) if (reserved.state === 'known') left -= reserved.value
      yield found
    }
    return { complete: left <= 0 }
  },
})
