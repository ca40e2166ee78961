import { Facts } from '#components/detail/facts.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { type Field, mapField } from '#server/domain/field.ts'
import type { NamedPolicy, RoleRecord } from '#server/domain/records/role-record.ts'
import type { FunctionDetail } from '#server/services/functions/schema.ts'
import { FieldValue } from './field-value.tsx'
import { PolicyView } from './policy-view.tsx'
import { roleRisks } from './risk-words.ts'

function Policies({ title, field }: { title: string; field: Field<NamedPolicy[]> }) {
  return (
    <Card title={title} note={field.state === 'known' ? field.value.length : undefined}>
      <FieldValue
        field={field}
        show={(policies) =>
          policies.length === 0 ? (
            <span className="text-muted">none</span>
          ) : (
            <div className="grid grid-cols-1 gap-3">
              {policies.map((policy) => (
                <div key={policy.arn ?? policy.name}>
                  <h3 className="mb-1 flex flex-wrap gap-x-2 font-medium">
                    <Text value={policy.name} mono />
                    {policy.arn?.includes(':aws:policy/') && (
                      <span className="font-normal text-muted">by AWS</span>
                    )}
                  </h3>
                  <FieldValue
                    field={policy.document}
                    show={(document) => <PolicyView document={document} label={policy.name} />}
                  />
                </div>
              ))}
            </div>
          )
        }
      />
    </Card>
  )
}

function RoleFacts({ record, arn }: { record: RoleRecord; arn: string | null }) {
  const risks = roleRisks(record)
  const text = (field: Field<string>) => (
    <FieldValue field={field} show={(value) => <Text value={value} className="whitespace-normal" />} />
  )
  return (
    <Card title="Role">
      <Facts
        facts={[
          { label: 'ARN', value: <Text value={arn} mono copy /> },
          {
            label: 'Stands out',
            value:
              risks.length > 0
                ? risks.map((risk) => <div key={risk.text}>{risk.text}</div>)
                : 'no wildcard action on every resource, in what was read',
          },
          { label: 'Description', value: text(record.description) },
          {
            label: 'Boundary',
            value: text(mapField(record.permissionsBoundary, (policy) => policy.arn ?? policy.name)),
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
          { label: 'Made', value: <FieldValue field={record.createdAt} show={(at) => <Time at={at} />} /> },
        ]}
      />
    </Card>
  )
}

/** What the function may do, who else may do it, and who may take the role. */
export function RoleTab({ detail }: { detail: FunctionDetail }) {
  const { role } = detail
  return (
    <div className="grid grid-cols-1 min-w-0 items-start gap-3 xl:grid-cols-[21rem_minmax(0,1fr)]">
      <div className="grid grid-cols-1 min-w-0 gap-3">
        {role.record ? (
          <RoleFacts record={role.record} arn={role.arn} />
        ) : (
          <Card title="Role">
            <Text value={role.arn} mono copy />
            <p className="hatched m-0 mt-2 rounded-md border border-line p-2">
              What this role may do is unknown:{' '}
              <Text value={role.missing ?? 'it was not collected'} className="whitespace-normal" />
            </p>
          </Card>
        )}
        <Card title="Also used by" note={role.sharedWith.length}>
          {role.sharedWith.length === 0 ? (
            <p className="m-0 text-table text-muted">No other function has this role.</p>
          ) : (
            <ul className="m-0 list-none p-0 text-table">
              {role.sharedWith.map((other) => (
                <li key={other.id} className="truncate">
                  <ScopedLink href={`/functions/${other.id}?tab=role`} className="hover:underline">
                    <Text value={other.name} mono />
                  </ScopedLink>
                </li>
              ))}
            </ul>
          )}
        </Card>
      </div>
      {role.record ? (
        <div className="grid grid-cols-1 min-w-0 gap-3">
          <Policies title="Attached policies" field={role.record.attachedPolicies} />
          <Policies title="Inline policies" field={role.record.inlinePolicies} />
          <Card title="Who may take it">
            <FieldValue
              field={role.record.trustPolicy}
              show={(document) => <PolicyView document={document} label="Trust policy" />}
            />
          </Card>
        </div>
      ) : (
        <Card>
          <EmptyState title="No policies to show">
            They appear when the role has been read: iam:GetAccountAuthorizationDetails in its own account.
          </EmptyState>
        </Card>
      )}
    </div>
  )
}
