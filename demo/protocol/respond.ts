import type { AwsError } from './aws-error.ts'
import { encodeCbor } from './cbor.ts'
import { type Protocol, type ServiceId, serviceFacts } from './service-ids.ts'
import { escapeXml, toRestXml, toXml } from './xml.ts'

export type Reply = { status: number; headers: Record<string, string>; body: string | Buffer }

const jsonTypes: Record<'json1.0' | 'json1.1' | 'rest-json', string> = {
  'json1.0': 'application/x-amz-json-1.0',
  'json1.1': 'application/x-amz-json-1.1',
  'rest-json': 'application/json',
}

/** JSON as AWS writes it: dates as epoch seconds, undefined left out. */
export function toAwsJson(value: unknown): string {
  return JSON.stringify(datesToSeconds(value))
}

function datesToSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000
  if (Array.isArray(value)) return value.map(datesToSeconds)
  if (typeof value === 'object' && value !== null) {
    const copy: Record<string, unknown> = {}
    for (const [key, item] of Object.entries(value)) copy[key] = datesToSeconds(item)
    return copy
  }
  return value
}

/** An answer of S3 that is a document of its own. */
export class PlainBody {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** An object of S3 as it is stored. */
export class BytesBody {
  readonly bytes: Buffer
  readonly contentType: string

  constructor(bytes: Buffer, contentType: string) {
    this.bytes = bytes
    this.contentType = contentType
  }
}

/** Writes a result in its service's protocol; one of REST-XML holds the root element alone. */
export function writeResult(
  service: ServiceId,
  protocol: Protocol,
  operation: string,
  output: unknown,
  requestId: string,
): Reply {
  const namespace = serviceFacts[service].xmlNamespace
  switch (protocol) {
    case 'query': {
      const result = `<${operation}Result>${toXml(output, 'member')}</${operation}Result>`
      const meta = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`
      return xml(
        200,
        `<${operation}Response xmlns="${namespace}">${result}${meta}</${operation}Response>`,
        requestId,
      )
    }
    case 'ec2': {
      const inner = `<requestId>${requestId}</requestId>${toXml(output, 'item')}`
      return xml(
        200,
        `<?xml version="1.0" encoding="UTF-8"?>\n<${operation}Response xmlns="${namespace}">${inner}</${operation}Response>`,
        requestId,
      )
    }
    case 'rest-xml': {
      if (output instanceof PlainBody)
        return {
          status: 200,
          headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
          body: output.text,
        }
      if (output instanceof BytesBody)
        return {
          status: 200,
          headers: { 'content-type': output.contentType, 'x-amzn-requestid': requestId },
          body: output.bytes,
        }
      const body = toRestXml(output).replace(/^<(\w+)>/, `<$1 xmlns="${namespace}">`)
      return xml(200, `<?xml version="1.0" encoding="UTF-8"?>\n${body}`, requestId)
    }
    case 'cbor':
      return {
        status: 200,
        headers: {
          'content-type': 'application/cbor',
          'smithy-protocol': 'rpc-v2-cbor',
          'x-amzn-requestid': requestId,
        },
        body: encodeCbor(output),
      }
    default:
      return {
        status: 200,
        headers: { 'content-type': jsonTypes[protocol], 'x-amzn-requestid': requestId },
        body: toAwsJson(output),
      }
  }
}

/** Writes an error in its service's protocol. */
export function writeError(
  service: ServiceId,
  protocol: Protocol,
  error: AwsError,
  requestId: string,
): Reply {
  const kind = error.status >= 500 ? 'Receiver' : 'Sender'
  switch (protocol) {
    case 'query': {
      const detail = `<Error><Type>${kind}</Type><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error>`
      const namespace = serviceFacts[service].xmlNamespace
      return xml(
        error.status,
        `<ErrorResponse xmlns="${namespace}">${detail}<RequestId>${requestId}</RequestId></ErrorResponse>`,
        requestId,
      )
    }
    case 'rest-xml': {
      const detail = `<Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message>`
      const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
      if (service === 's3') return xml(error.status, `${head}<Error>${detail}</Error>`, requestId)
      const inner = `<Error><Type>${kind}</Type>${detail}</Error><RequestId>${requestId}</RequestId>`
      return xml(error.status, `${head}<ErrorResponse>${inner}</ErrorResponse>`, requestId)
    }
    case 'ec2': {
      const detail = `<Error><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error>`
      return xml(
        error.status,
        `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors>${detail}</Errors><RequestID>${requestId}</RequestID></Response>`,
        requestId,
      )
    }
    case 'rest-json':
      return {
        status: error.status,
        headers: {
          'content-type': 'application/json',
          'x-amzn-requestid': requestId,
          'x-amzn-errortype': error.code,
        },
        body: toAwsJson({
          ...error.extra,
          Type: kind === 'Sender' ? 'User' : 'Service',
          message: error.message,
        }),
      }
    case 'cbor':
      return {
        status: error.status,
        headers: {
          'content-type': 'application/cbor',
          'smithy-protocol': 'rpc-v2-cbor',
          'x-amzn-requestid': requestId,
          'x-amzn-query-error': `${error.code};${kind}`,
        },
        body: encodeCbor({ __type: error.code, message: error.message }),
      }
    default: {
      const headers: Record<string, string> = {
        'content-type': jsonTypes[protocol],
        'x-amzn-requestid': requestId,
      }
      if (service === 'monitoring') headers['x-amzn-query-error'] = `${error.code};${kind}`
      return {
        status: error.status,
        headers,
        body: toAwsJson({ __type: error.code, message: error.message }),
      }
    }
  }
}

function xml(status: number, body: string, requestId: string): Reply {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body }
}
