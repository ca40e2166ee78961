import { GetFunctionCommand, GetLayerVersionByArnCommand } from '@aws-sdk/client-lambda'
import { type CallResult, call } from '#server/aws/call.ts'
import type { CollectorContext } from '#server/collectors/define-collector.ts'
import { unseen } from '#server/collectors/read-field.ts'
import { parseArn } from '#server/domain/arn.ts'
import { type Field, failed, known } from '#server/domain/field.ts'
import { asObject, asText } from '#server/domain/json.ts'
import { CODE_OPERATIONS } from './code-operations.ts'
import { isCodeAddress } from './download-code.ts'

/** A presigned address: whoever has it can download the code, so that it is in no record, log or error. */
export type CodeAddress = { address: string; codeSha256: string }

const { getFunction, getLayerVersion } = CODE_OPERATIONS

/** Where a function's or layer version's zip may be had for some minutes; `gone` where there is none any more. */
export async function codeAddress(
  context: CollectorContext,
  { arn, name }: { arn: string; name: string },
): Promise<Field<CodeAddress> | 'gone'> {
  const result = await askFor(context, arn, name)
  if (result.state === 'not-found') return 'gone'
  if (result.state !== 'ok') return unseen(result)
  const answer = asObject(result.output)
  const content = asObject(answer.Content)
  const address = asText(asObject(answer.Code).Location) ?? asText(content.Location)
  const codeSha256 = asText(asObject(answer.Configuration).CodeSha256) ?? asText(content.CodeSha256)
  if (address === undefined || codeSha256 === undefined) return failed('AWS gave no address of the code')
  if (!isCodeAddress(address, context.account.partition, context.clients.endpoint))
    return failed("the code's address is none of S3's")
  return known({ address, codeSha256 })
}

function askFor(context: CollectorContext, arn: string, name: string): Promise<CallResult> {
  const isLayer = parseArn(arn)?.resource.startsWith('layer:') ?? false
  const options = { resource: name }
  return isLayer
    ? call(context, getLayerVersion, new GetLayerVersionByArnCommand({ Arn: arn }), options)
    : call(context, getFunction, new GetFunctionCommand({ FunctionName: arn }), options)
}
