import { Facts } from '#components/detail/facts.tsx'
import { FieldValue } from '#components/detail/field-value.tsx'
import { Card } from '#components/ui/card.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { Field } from '#server/domain/field.ts'
import { mapField } from '#server/domain/field.ts'
import type { RoleDetail } from '#server/services/roles/schema.ts'
import { LevelLabel } from './level-label.tsx'

const LAST_ACCESSED_WORDS: Record<string, string> = { pending: 'not asked for yet' }

/** A role in a few lines. */
export function RoleFacts({ detail }: { detail: RoleDetail }) {
  const { record, row, lastAccessed } = detail
  const text = (field: Field<string> | undefined) => (
    <FieldValue
      field={field}
      show={(value) => <Text value={value} mono className="whitespace-normal break-all" />}
    />
  )
  return (
    <Card title="Role">
      <Facts
        facts={[
          { label: 'Risk', value: <LevelLabel level={row.level} /> },
          { label: 'ARN', value: <Text value={row.arn} mono copy /> },
          { label: 'Account', value: <Text value={row.accountName} /> },
          {
            label: 'Boundary',
            value: text(
              record.permissionsBoundary &&
                mapField(record.permissionsBoundary, (policy) => policy.arn ?? policy.name),
            ),
          },
          {
            label: 'Last used',
            value: (
              <FieldValue
                field={record.lastUsedAt}
                absent="never, as far as IAM tells"
                show={(at) => <Time at={at} />}
              />
            ),
          },
          {
            label: 'Use by service',
            value: (
              <span className={lastAccessed.state === 'known' ? '' : 'hatched rounded-sm px-1'}>
                <Text
                  value={LAST_ACCESSED_WORDS[lastAccessed.state] ?? lastAccessed.text}
                  className="whitespace-normal"
                />{' '}
                {lastAccessed.at && <Time at={lastAccessed.at} />}
              </span>
            ),
          },
          { label: 'Made', value: <FieldValue field={record.createdAt} show={(at) => <Time at={at} />} /> },
        ]}
      />
    </Card>
  )
}
