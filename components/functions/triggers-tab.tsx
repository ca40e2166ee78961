import { Facts } from '#components/detail/facts.tsx'
import { ScrollArea } from '#components/detail/scroll-area.tsx'
import { Unseen } from '#components/detail/unseen.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Text } from '#components/ui/text.tsx'
import type { FunctionDetail, FunctionTrigger } from '#server/services/functions/schema.ts'
import { mappingFacts } from './mapping-facts.tsx'

const INVOCATION_WORDS: Record<FunctionTrigger['invocation'], string> = {
  synchronous: 'synchronous: the caller waits; no retry, throttled callers get 429',
  asynchronous: 'asynchronous: retried for up to 6 hours, then sent on or lost',
  stream: 'stream: retried in order, which blocks the shard',
  queue: 'queue: comes back until the queue lets it go',
  unknown: 'how it invokes is not known',
}

function Failures({ to }: { to: string }) {
  if (to === 'unknown') return <Unseen />
  if (to === 'nowhere') return <span className="font-medium text-high">nowhere: lost</span>
  return <Text value={to} mono={to.startsWith('arn:')} className="whitespace-normal break-all" />
}

function Live({ trigger }: { trigger: FunctionTrigger }) {
  if (trigger.live === null) return <Unseen word={trigger.state || 'unknown'} />
  if (trigger.kind === 'url' && trigger.state === 'NONE')
    return <span className="font-medium text-critical">NONE: asks for nothing</span>
  return (
    <span className={trigger.live ? '' : 'text-muted'}>
      {trigger.live ? trigger.state : `off: ${trigger.state}`}
    </span>
  )
}

function TriggerRow({ trigger }: { trigger: FunctionTrigger }) {
  const isOpen = trigger.kind === 'anyone'
  return (
    <tr className="align-top">
      <td className="border-t border-line px-3 py-1.5">
        <span className={isOpen ? 'font-medium text-critical' : 'font-medium'}>{trigger.kind}</span>
        {trigger.qualifier && <span className="num block text-muted">:{trigger.qualifier}</span>}
      </td>
      <td className="min-w-0 max-w-64 border-t border-line px-3 py-1.5">
        <Text value={trigger.source} mono copy={trigger.source.length > 24} />
        <span className="block text-muted">
          <Text value={trigger.evidence} className="whitespace-normal break-all" />
        </span>
      </td>
      <td className="border-t border-line px-3 py-1.5">
        {trigger.invocation === 'unknown' ? <Unseen /> : trigger.invocation}
        <span className="block max-w-56 text-muted">
          {INVOCATION_WORDS[trigger.invocation].split(': ')[1]}
        </span>
      </td>
      <td className="border-t border-line px-3 py-1.5">
        <Live trigger={trigger} />
      </td>
      <td className="max-w-48 border-t border-line px-3 py-1.5">
        <Failures to={trigger.failures} />
      </td>
    </tr>
  )
}

/** Every way in that was found, with what proves it, and what could not be looked at. */
export function TriggersTab({ detail }: { detail: FunctionDetail }) {
  const { triggers, triggersUnseen, mappings } = detail
  return (
    <div className="grid grid-cols-1 min-w-0 gap-3">
      {triggersUnseen.length > 0 && (
        <div className="hatched rounded-md border border-line p-3">
          <p className="m-0 font-medium">Not everything could be looked at</p>
          <ul className="m-0 list-none p-0 text-table">
            {triggersUnseen.map((text) => (
              <li key={text}>
                <Text value={text} className="whitespace-normal" />
              </li>
            ))}
          </ul>
        </div>
      )}
      <Card title="Ways in" note={triggers.length > 0 ? triggers.length : undefined} flush>
        {triggers.length === 0 ? (
          <EmptyState
            title={triggersUnseen.length > 0 ? 'None was seen' : 'Nothing invokes it, as far as was read'}
          >
            URL, resource policy and event source mappings are read. Whoever holds lambda:InvokeFunction in
            the account can always call it.
          </EmptyState>
        ) : (
          <ScrollArea label="Ways in">
            <table className="w-full min-w-[44rem] border-collapse text-table">
              <thead>
                <tr className="text-left">
                  {['Kind', 'From', 'Invocation', 'State', 'Failed events go to'].map((head) => (
                    <th key={head} scope="col" className="caps px-3 py-1.5">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {triggers.map((trigger) => (
                  <TriggerRow
                    key={`${trigger.kind} ${trigger.source} ${trigger.qualifier} ${trigger.evidence}`}
                    trigger={trigger}
                  />
                ))}
              </tbody>
            </table>
          </ScrollArea>
        )}
      </Card>
      {mappings.map((mapping) => (
        <Card
          key={mapping.uuid}
          title="Event source mapping"
          note={<span className="num">{mapping.uuid}</span>}
        >
          <Facts facts={mappingFacts(mapping)} />
        </Card>
      ))}
    </div>
  )
}
