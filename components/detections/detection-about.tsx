import { Facts } from '#components/detail/facts.tsx'
import { ControlLinks } from '#components/posture/control-links.tsx'
import { Card } from '#components/ui/card.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { DetectionDetail } from '#server/services/detections/schema.ts'
import { GROUP_WORDS, KIND_WORDS } from './detection-words.ts'

function Link({ url, children }: { url: string; children: string }) {
  if (!/^https?:\/\//.test(url)) return <span className="block break-words">{children}</span>
  return (
    <a href={url} rel="noreferrer" target="_blank" className="block break-words text-accent hover:underline">
      {children}
    </a>
  )
}

function Learned({ learning }: Pick<DetectionDetail, 'learning'>) {
  if (learning.length === 0) return null
  return (
    <Card title="What is usual" note="learned for each account">
      <ul className="m-0 grid list-none grid-cols-1 gap-0.5 p-0 text-table">
        {learning.map((one) => (
          <li key={one.accountId} className="flex min-w-0 gap-2">
            <Text value={one.accountName} className="min-w-0 flex-1" />
            <span className={one.learned ? 'text-muted' : 'font-medium'}>
              {one.learned ? 'known since ' : 'learning until '}
              <Time at={one.learned ? one.since : one.until} as="clock" />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** What a detection looks at, what it needs, where else it is known, and what it has learned. */
export function DetectionAbout({ detail }: { detail: DetectionDetail }) {
  const { row, looksAt, memory, needs, techniques, references, elsewhere, frameworks } = detail
  return (
    <>
      <Learned learning={detail.learning} />
      <Card title="About the detection">
        <Facts
          facts={[
            { label: 'Id', value: <Text value={row.id} mono copy /> },
            { label: 'Group', value: GROUP_WORDS[row.group] },
            { label: 'Goes by', value: memory ?? `${KIND_WORDS[row.kind]}.` },
            {
              label: 'Looks at',
              value: (
                <span className="num break-words">
                  {looksAt.sources.map((one) => one.replace('.amazonaws.com', '')).join(', ')}:{' '}
                  {looksAt.names.join(', ')}
                </span>
              ),
            },
            {
              label: 'Needs',
              value: needs.map((one) => (
                <span key={one.what} className="mr-3 inline-block max-w-full break-words">
                  {one.what}
                  {!one.isThere && (
                    <span className="hatched ml-1 rounded-sm px-1" title={one.note ?? undefined}>
                      not collected yet
                    </span>
                  )}
                </span>
              )),
            },
            {
              label: 'ATT&CK',
              value: techniques.map((one) => (
                <Link key={one.id} url={one.url}>{`${one.id} ${one.name}`}</Link>
              )),
            },
            ...(elsewhere.length > 0 ? [{ label: 'Elsewhere', value: elsewhere.join('; ') }] : []),
            ...(references.length > 0
              ? [
                  {
                    label: 'Read more',
                    value: references.map((url) => (
                      <Link key={url} url={url}>
                        {url}
                      </Link>
                    )),
                  },
                ]
              : []),
          ]}
        />
      </Card>
      {frameworks.length > 0 && (
        <Card title="In frameworks">
          <ControlLinks controls={frameworks} />
        </Card>
      )}
    </>
  )
}
