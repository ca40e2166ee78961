import { Facts } from '#components/detail/facts.tsx'
import { Unseen } from '#components/detail/unseen.tsx'
import { Card } from '#components/ui/card.tsx'
import { formatUsd } from '#components/ui/format.ts'
import type { CostOverview } from '#server/services/cost/schema.ts'

const usd = (value: number) => <span className="num">{formatUsd(value)}</span>

/** What was paid for without use, this month. */
export function WasteCard({ waste }: { waste: CostOverview['waste'] }) {
  return (
    <Card title="Wasted" note="this month, estimated">
      <Facts
        facts={[
          { label: 'Invocations that failed', value: usd(waste.errorsUsd) },
          { label: 'of these, up to their timeout', value: usd(waste.timeoutsUsd) },
          { label: 'Retries, at most', value: usd(waste.retriesUsd) },
          { label: 'Kept ready, not used', value: usd(waste.unusedUsd) },
          { label: 'x86 instead of Arm', value: usd(waste.armSavingUsd) },
          {
            label: 'More memory than used',
            value: (
              <Unseen word="unknown" reason="CloudWatch has no metric of the memory that a function uses" />
            ),
          },
        ]}
      />
      <p className="mb-0 mt-2 text-table text-muted">
        Errors count as dear as the average call. Arm is taken to be as quick as x86. What memory is used
        stands only in each call’s log line, which is not read for this.
      </p>
    </Card>
  )
}
