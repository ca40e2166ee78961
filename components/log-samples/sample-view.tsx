import { Badge, type BadgeTone } from '#components/ui/badge.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { formatMs } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { FailureKind } from '#server/domain/logs/failure.ts'
import { visibleText } from '#server/domain/text.ts'
import type { LogSample } from '#server/services/log-samples/schema.ts'
import { costWords, sampleWords } from './sample-words.ts'

const LABELS: Record<FailureKind, { word: string; tone: BadgeTone }> = {
  timeout: { word: 'timeout', tone: 'high' },
  'out-of-memory': { word: 'out of memory', tone: 'high' },
  init: { word: 'init failure', tone: 'high' },
  application: { word: 'application', tone: 'medium' },
  crash: { word: 'crash, not told apart', tone: 'unknown' },
}

type Invocation = LogSample['invocations'][number]

const textOf = ({ lines }: Invocation) =>
  lines.map(({ at, text, isCut }) => `${at.slice(11, 23)}  ${text}${isCut ? ' … cut' : ''}`).join('\n')

function OneInvocation({ one, isOpen }: { one: Invocation; isOpen: boolean }) {
  const { word, tone } = LABELS[one.kind]
  const memory =
    one.maxMemoryMb !== null && one.memoryMb !== null ? `${one.maxMemoryMb} of ${one.memoryMb} MB` : null
  return (
    <details open={isOpen} className="min-w-0 border-t border-line py-1.5">
      <summary className="flex min-w-0 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 text-table">
        <Badge tone={tone}>{word}</Badge>
        <Time at={one.at} as="clock" className="num" />
        {one.requestId ? (
          <Text value={one.requestId} mono copy className="max-w-[22rem]" />
        ) : (
          <span className="text-muted">
            {one.of === 'initialisation' ? 'initialisation' : 'the lines that were read name no request'}
          </span>
        )}
        {one.errorType && <Text value={one.errorType} mono className="max-w-56 text-muted" />}
        {one.durationMs !== null && <span className="num">{formatMs(one.durationMs)}</span>}
        {memory && <span className="num">{memory}</span>}
      </summary>
      <div className="mt-1.5">
        <CodeBlock
          code={textOf(one)}
          label={`Lines of ${one.requestId ?? (one.of === 'initialisation' ? 'an initialisation' : 'a request without a name')}`}
        />
        {!one.isWhole && (
          <p className="m-0 mt-1 text-micro text-muted">Only the lines that show the failure were read.</p>
        )}
      </div>
    </details>
  )
}

/** What reading a log brought: kinds in a sentence, then invocations with their lines; or why there is nothing. */
export function SampleView({ sample }: { sample: LogSample }) {
  if (sample.state !== 'read') {
    return (
      <div className="grid gap-2 text-table">
        <p className="hatched m-0 rounded-md border border-line p-2">
          {visibleText(sample.message ?? sample.state)}
        </p>
        {sample.statement && (
          <>
            <p className="m-0">
              This statement in the policy of Sightline’s role in that account would allow it:
            </p>
            <CodeBlock code={sample.statement} label="IAM statement that is missing" />
          </>
        )}
      </div>
    )
  }
  return (
    <div className="grid min-w-0 gap-1">
      <p className="m-0">{sampleWords(sample)}</p>
      <p className="m-0 text-table text-muted">
        <Time at={sample.from} as="clock" /> to <Time at={sample.to} as="clock" /> in{' '}
        <Text value={sample.logGroup} mono className="max-w-64" />. {costWords(sample)}
      </p>
      <div className="mt-1 min-w-0">
        {sample.invocations.map((one, i) => (
          <OneInvocation key={`${one.requestId} ${one.at}`} one={one} isOpen={i === 0} />
        ))}
      </div>
      {sample.sampled > sample.invocations.length && (
        <p className="m-0 text-table text-muted">
          {sample.sampled - sample.invocations.length} more were counted and are not shown.
        </p>
      )}
    </div>
  )
}
