import { Quoted } from '#components/reach/quoted.tsx'
import { Card } from '#components/ui/card.tsx'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import type { TriggerRow } from '#server/services/triggers/schema.ts'
import { SidesLabel } from './trigger-labels.tsx'
import { SIDES_LONG } from './trigger-words.ts'

type Side = Trigger['evidence'][number]['side']

const TITLES: Record<Side, string> = { grant: 'The grant', source: 'The source' }

/** Why a side has no evidence. */
export function missingSide(side: Side, sides: TriggerRow['sides']): string {
  if (sides === 'setting')
    return side === 'grant'
      ? 'None is needed: the setting is the whole trigger.'
      : 'The setting is the source.'
  if (sides === 'grant only' && side === 'source')
    return 'No source was found that names this function: it is gone, in an account that is not watched, or never did.'
  if (sides === 'source only' && side === 'grant')
    return 'No statement of the resource policy lets this source in: what it sends is refused.'
  return 'This side could not be looked at.'
}

function SideEvidence({ side, trigger }: { side: Side; trigger: Trigger }) {
  const found = trigger.evidence.filter((one) => one.side === side)
  return (
    <section aria-label={TITLES[side]} className="grid min-w-0 grid-cols-1 content-start gap-2">
      <h3 className="caps">{TITLES[side]}</h3>
      {found.length === 0 ? (
        <p
          className={`m-0 rounded-md border border-line p-2 text-table ${trigger.sides === 'setting' ? 'text-muted' : 'hatched'}`}
        >
          {missingSide(side, trigger.sides)}
        </p>
      ) : (
        found.map((one) => (
          <Quoted key={`${one.text} ${one.quote}`} what={one.text} quote={one.quote} label={TITLES[side]} />
        ))
      )}
    </section>
  )
}

/** What proves the trigger, from the function's side and from the source's. */
export function TriggerSidesCard({ trigger }: { trigger: Trigger }) {
  return (
    <Card title="Evidence" note={<SidesLabel sides={trigger.sides} />}>
      <p className="m-0 mb-2 text-table text-muted">{SIDES_LONG[trigger.sides]}</p>
      <div className="grid min-w-0 grid-cols-1 gap-3 lg:grid-cols-2">
        <SideEvidence side="grant" trigger={trigger} />
        <SideEvidence side="source" trigger={trigger} />
      </div>
    </Card>
  )
}
