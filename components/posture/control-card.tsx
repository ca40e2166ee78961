import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Card } from '#components/ui/card.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { SEVERITIES } from '#server/domain/severity.ts'
import type { FrameworkDetail } from '#server/services/frameworks/schema.ts'
import { controlName } from './control-name.ts'
import { ControlState } from './control-state.tsx'
import { TallyCounts } from './tally-bar.tsx'

type Control = FrameworkDetail['controls'][number]
type Check = Control['checks'][number]

const asked = ({ tally }: Check) => tally.pass + tally.fail + tally.excepted + tally.unknown

/** What fails stands first, then what is not known, each with the worst at the top. */
const place = (check: Check) =>
  (check.tally.fail > 0 ? 0 : check.tally.unknown > 0 ? 10 : asked(check) > 0 ? 20 : 30) +
  SEVERITIES.indexOf(check.severity)

function Counts({ check, href }: { check: Check; href: string }) {
  if (!check.enabled) return <span className="text-muted">off</span>
  if (asked(check) === 0)
    return (
      <span className="text-muted">
        {check.tally.notApplicable > 0 ? 'applies to nothing here' : 'nothing judged in this scope'}
      </span>
    )
  if (check.tally.fail + check.tally.excepted === 0) return <TallyCounts tally={check.tally} />
  return (
    <ScopedLink href={href} className="hover:underline">
      <TallyCounts tally={check.tally} />
    </ScopedLink>
  )
}

/** One control: its state, its checks with what they say, what watches it, and what nobody can see of it from outside. */
export function ControlCard({ control, framework }: { control: Control; framework: string }) {
  const checks = control.checks.toSorted((a, b) => place(a) - place(b))
  const within = `framework=${framework}&control=${encodeURIComponent(control.id)}`
  return (
    <Card
      id={control.id}
      title={controlName(control.id, control.title)}
      actions={<ControlState state={control.state} />}
      className="scroll-mt-16 break-inside-avoid target:border-accent"
    >
      <div className="grid grid-cols-1 gap-2">
        {checks.length > 0 && (
          <ul className="m-0 grid list-none grid-cols-1 gap-x-4 gap-y-0.5 p-0 text-table max-sm:gap-y-1.5">
            {checks.map((check) => (
              <li
                key={check.id}
                className="grid min-w-0 grid-cols-[4.5rem_minmax(0,1fr)] gap-x-2 sm:grid-cols-[4.5rem_minmax(0,26rem)_minmax(0,1fr)]"
              >
                <SeverityLabel severity={check.severity} />
                <ScopedLink
                  href={`/posture/checks/${check.id}`}
                  className="min-w-0 text-accent hover:underline"
                >
                  {check.title}
                </ScopedLink>
                <span className="max-sm:col-start-2">
                  <Counts
                    check={check}
                    href={`/posture/findings?check=${check.id}&state=open,excepted&${within}`}
                  />
                </span>
              </li>
            ))}
          </ul>
        )}
        {control.detections.length > 0 && (
          <p className="m-0 text-table">
            <span className="text-muted">Watched by: </span>
            {control.detections.map((one, i) => (
              <span key={one.id}>
                {i > 0 && ', '}
                <ScopedLink href={`/alerts?rule=${one.id}`} className="text-accent hover:underline">
                  {one.title}
                </ScopedLink>
                {one.alerts > 0 && ` (${one.alerts} open)`}
              </span>
            ))}
          </p>
        )}
        {control.unseen !== '' && (
          <p className="m-0 text-table text-muted">Not seen from outside: {control.unseen}</p>
        )}
      </div>
    </Card>
  )
}
