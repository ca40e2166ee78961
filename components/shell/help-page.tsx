import { Card } from '#components/ui/card.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { SEVERITIES } from '#server/domain/severity.ts'
import { KeyTable } from './key-table.tsx'
import { PageHeader } from './page-header.tsx'

const STATES = [
  ['firing', 'It is true now and nobody has said that they look at it.'],
  ['acknowledged', 'Somebody looks at it. It does not remind anybody while it stays as it is.'],
  ['snoozed', 'Put aside until a time; it fires again then if it is still true.'],
  ['resolved', 'It is no longer true, or somebody closed it with a reason.'],
  ['unknown', 'It could not be looked at: denied, failed or not collected. Never counted as good.'],
] as const

const SEVERITY_WORDS = {
  critical: 'Harm is being done now, or anyone on the internet can do it. Wake somebody.',
  high: 'Users are hurt, or one step is missing to harm. Look today.',
  medium: 'A weakness that needs something else to go wrong. Look this week.',
  low: 'Untidy; worth mending when you are there.',
  info: 'For the record.',
} as const

const WORDS = [
  [
    'Scope',
    'Accounts, regions, environments and the period at the top. They are in the address, so a link shows others what you see.',
  ],
  [
    'Timeout',
    'An error whose duration reached the timeout that was configured at that moment. Shown apart from other errors.',
  ],
  [
    'Throttle',
    'A call that Lambda refused because a concurrency limit was reached. It is not counted as an invocation.',
  ],
  [
    'Reach',
    'The widest audience that can invoke a function, worked out from its policy, URL, APIs and what stands before them. A question mark: it holds under a condition, or not everything was seen.',
  ],
  [
    'Sides',
    'A trigger has a grant (the policy lets a source in) and a source (something that names the function). Where only one of the two was found, that is said.',
  ],
  [
    'Hit',
    'What a detection found in CloudTrail’s records. Of medium severity or worse it is an alert; what the allow-list expects, or is minor, is kept and nobody is told.',
  ],
  [
    'Learning',
    'A detection of what was never seen before says nothing of an account until it knows what is usual there.',
  ],
  ['Canary', 'A function, role or access key that nobody has a reason to touch: whoever does is an alert.'],
  ['Session', 'All calls made with one login or one set of temporary keys. Changes are grouped by it.'],
  ['Coverage', 'Which collectors could read what, where and when; what was denied and what that hides.'],
  [
    'Not polled',
    'Nobody asked CloudWatch for that time: hatched in charts. A gap without hatching means that AWS reported nothing.',
  ],
] as const

/** Keyboard and words. */
export function HelpPage() {
  return (
    <>
      <PageHeader title="Help" facts="keyboard and words" />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <Card title="Keyboard">
          <KeyTable />
        </Card>
        <div className="grid gap-3">
          <Card title="States of an alert">
            <dl className="grid grid-cols-[7.5rem_1fr] gap-y-2">
              {STATES.map(([state, words]) => (
                <div key={state} className="contents">
                  <dt>
                    <StateBadge state={state} />
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </Card>
          <Card title="Severities">
            <dl className="grid grid-cols-[7.5rem_1fr] gap-y-2">
              {SEVERITIES.map((severity) => (
                <div key={severity} className="contents">
                  <dt>
                    <SeverityLabel severity={severity} />
                  </dt>
                  <dd>{SEVERITY_WORDS[severity]}</dd>
                </div>
              ))}
            </dl>
          </Card>
          <Card title="Words">
            <dl className="grid grid-cols-[7.5rem_1fr] gap-y-2">
              {WORDS.map(([word, words]) => (
                <div key={word} className="contents">
                  <dt className="font-medium">{word}</dt>
                  <dd className="text-muted">{words}</dd>
                </div>
              ))}
            </dl>
          </Card>
        </div>
      </div>
    </>
  )
}
