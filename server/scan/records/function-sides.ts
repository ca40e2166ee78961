import { asObject, isObject } from '#server/domain/json.ts'
import type { EventInvokeConfig, FunctionUrl } from '#server/domain/records/function-record.ts'
import type { TemplateResource } from '#server/scan/template/template.ts'
import { asCount, asFlag, listIn, plainText, textIn } from './readers.ts'
import type { Stack } from './stack.ts'

/** A function URL. Its host is made by AWS: the logical id stands for it. */
export function readUrl({ id, properties }: TemplateResource, { home }: Stack): FunctionUrl {
  const qualifier = plainText(properties.Qualifier)
  const { Cors: cors } = properties
  return {
    ...(qualifier === undefined ? {} : { qualifier }),
    url: `https://${id.toLowerCase().replace(/[^a-z0-9]/g, '')}.lambda-url.${home.region}.on.aws/`,
    authType: textIn(properties.AuthType),
    invokeMode: plainText(properties.InvokeMode) ?? 'BUFFERED',
    ...(isObject(cors) ? { cors: readCors(cors) } : {}),
  }
}

function readCors(cors: Record<string, unknown>): FunctionUrl['cors'] {
  const texts = (name: string) => listIn(cors[name]).map(textIn)
  return {
    allowOrigins: texts('AllowOrigins'),
    allowMethods: texts('AllowMethods'),
    allowHeaders: texts('AllowHeaders'),
    exposeHeaders: texts('ExposeHeaders'),
    ...(asFlag(cors.AllowCredentials) === undefined
      ? {}
      : { allowCredentials: asFlag(cors.AllowCredentials) }),
    ...(asCount(cors.MaxAge) === undefined ? {} : { maxAgeSeconds: asCount(cors.MaxAge) }),
  }
}

export function readInvokeConfig({ properties }: TemplateResource): EventInvokeConfig {
  const destinations = asObject(properties.DestinationConfig)
  const to = (side: string) => textIn(asObject(destinations[side]).Destination)
  const retries = asCount(properties.MaximumRetryAttempts)
  const age = asCount(properties.MaximumEventAgeInSeconds)
  return {
    qualifier: plainText(properties.Qualifier) ?? '$LATEST',
    ...(retries === undefined ? {} : { maximumRetryAttempts: retries }),
    ...(age === undefined ? {} : { maximumEventAgeSeconds: age }),
    ...(to('OnSuccess') ? { onSuccess: to('OnSuccess') } : {}),
    ...(to('OnFailure') ? { onFailure: to('OnFailure') } : {}),
  }
}
