import type { ReachAnswer } from '#server/domain/reach/reach.ts'
import { shellWord } from '#server/domain/text.ts'
import type { TriggerRow } from '#server/services/triggers/schema.ts'

export type Fix = { text: string; command: string }
type Place = { functionName: string; region: string; qualifier?: string | null }

/** An option as the AWS CLI reads it; a value that looks like an option itself is tied on with an equals sign. */
function option(name: string, value: string): string {
  return value.startsWith('-') ? `--${name}=${shellWord(value)}` : `--${name} ${shellWord(value)}`
}

function command(operation: string, place: Place, ...options: string[]): string {
  return [
    `aws lambda ${operation}`,
    option('function-name', place.functionName),
    ...options,
    ...(place.qualifier && place.qualifier !== '$LATEST' ? [option('qualifier', place.qualifier)] : []),
    option('region', place.region),
  ].join(' \\\n  ')
}

/** `qualifier` is undefined where the statement does not name the function. */
type Quote = { sid: string | null; qualifier: string | null | undefined }

function readQuote(quote: string | null): Quote | undefined {
  if (quote === null) return undefined
  try {
    const read: unknown = JSON.parse(quote)
    if (typeof read !== 'object' || read === null) return undefined
    const sid = Reflect.get(read, 'Sid')
    const resource = Reflect.get(read, 'Resource')
    const arn = typeof resource === 'string' ? resource.split(':') : []
    return {
      sid: typeof sid === 'string' && sid !== '' ? sid : null,
      qualifier: arn[5] === 'function' ? (arn[7] ?? null) : undefined,
    }
  } catch {
    return undefined
  }
}

/** Takes one statement out of a function's resource policy. Undefined where the statement has no Sid to name it by. */
export function removePermission(quote: string | null, place: Place): Fix | undefined {
  const read = readQuote(quote)
  if (!read?.sid) return undefined
  return {
    text: `Take statement ${read.sid} out of the resource policy.`,
    command: command(
      'remove-permission',
      { ...place, qualifier: read.qualifier === undefined ? place.qualifier : read.qualifier },
      option('statement-id', read.sid),
    ),
  }
}

function askForIam(place: Place): Fix {
  return {
    text: 'Let the URL ask for IAM credentials: callers that do not sign their requests get 403 from then on.',
    command: command('update-function-url-config', place, '--auth-type AWS_IAM'),
  }
}

/** What closes a way in, as commands to copy; empty where there is no single command. Nothing is ever run. */
export function fixesOf(answer: ReachAnswer, place: Place): Fix[] {
  if (answer.audience === 'nobody' || answer.audience === 'account') return []
  const fixes: (Fix | undefined)[] = []
  if (answer.via === 'url' && answer.audience === 'internet') fixes.push(askForIam(place))
  if (answer.via === 'url' || answer.via === 'policy')
    fixes.push(...answer.decidedBy.map(({ quote }) => removePermission(quote, place)))
  return fixes.filter((fix) => fix !== undefined)
}

type TriggerFacts = Pick<
  TriggerRow,
  'kind' | 'sides' | 'invocation' | 'failuresVia' | 'audience' | 'functionName' | 'region' | 'qualifier'
>

/** What mends a trigger: a grant without a source, failed events that are lost, a URL that asks for nothing. */
export function triggerFixes(
  row: TriggerFacts,
  evidence: readonly { side: 'grant' | 'source'; quote: string | null }[],
): Fix[] {
  const place = { functionName: row.functionName, region: row.region, qualifier: row.qualifier }
  const grants = evidence.filter((one) => one.side === 'grant')
  const fixes: (Fix | undefined)[] = []
  if (row.kind === 'url' && row.audience === 'internet') fixes.push(askForIam(place))
  if (row.sides === 'grant only' || row.kind === 'anyone')
    fixes.push(...grants.map(({ quote }) => removePermission(quote, place)))
  if (row.invocation === 'asynchronous' && row.failuresVia === 'nowhere')
    fixes.push({
      text: 'Keep events that fail: name a queue, which its role must be allowed to send to.',
      command: command(
        'update-function-configuration',
        { ...place, qualifier: null },
        `--dead-letter-config ${shellWord('TargetArn=<ARN of the queue>')}`,
      ),
    })
  return fixes.filter((fix) => fix !== undefined)
}
