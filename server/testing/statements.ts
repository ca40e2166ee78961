import { known } from '#server/domain/field.ts'
import { makePolicy } from './source-records.ts'

/** A function's resource policy of these statements. */
export const policy = (...statements: object[]) => ({ policy: known(makePolicy(...statements)) })

export const when = (operator: string, key: string, value: unknown) => ({
  Condition: { [operator]: { [key]: value } },
})
export const anyone = (condition: object = {}) => ({ Principal: '*', ...condition })
export const service = (name: string, condition: object = {}) => ({
  Principal: { Service: `${name}.amazonaws.com` },
  ...condition,
})

/** Both statements that open a function URL to everybody, and the URL. */
export const OPEN_URL = {
  Principal: '*',
  Action: 'lambda:InvokeFunctionUrl',
  ...when('StringEquals', 'lambda:FunctionUrlAuthType', 'NONE'),
}
export const THROUGH_URL = anyone(when('Bool', 'lambda:InvokedViaFunctionUrl', 'true'))
export const url = (authType: string, createdAt?: string) => ({
  urls: known([{ url: 'https://x.lambda-url.eu-west-1.on.aws/', authType, createdAt }]),
})

/** Lets the API that `makeApi` makes invoke the function. */
export const API_GRANT = service(
  'apigateway',
  when('ArnLike', 'AWS:SourceArn', 'arn:aws:execute-api:eu-west-1:111122223333:api1/*'),
)
