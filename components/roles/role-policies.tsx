import { FieldValue } from '#components/detail/field-value.tsx'
import { Card } from '#components/ui/card.tsx'
import { Text } from '#components/ui/text.tsx'
import type { Field } from '#server/domain/field.ts'
import type { NamedPolicy, RoleRecord } from '#server/domain/records/role-record.ts'
import { PolicyView } from './policy-view.tsx'

function Policy({ policy }: { policy: NamedPolicy }) {
  return (
    <div>
      <h3 className="mb-1 flex flex-wrap gap-x-2 font-medium">
        <Text value={policy.name} mono />
        {policy.arn?.includes(':aws:policy/') && <span className="font-normal text-muted">by AWS</span>}
      </h3>
      <FieldValue
        field={policy.document}
        show={(document) => <PolicyView document={document} label={policy.name} />}
      />
    </div>
  )
}

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
                <Policy key={policy.arn ?? policy.name} policy={policy} />
              ))}
            </div>
          )
        }
      />
    </Card>
  )
}

/** The policies of a role as they are, statement by statement. */
export function RolePolicies({ record }: { record: RoleRecord }) {
  return (
    <div className="grid grid-cols-1 min-w-0 gap-3">
      <Policies title="Attached policies" field={record.attachedPolicies} />
      <Policies title="Inline policies" field={record.inlinePolicies} />
      <Card title="Permissions boundary">
        <FieldValue field={record.permissionsBoundary} show={(policy) => <Policy policy={policy} />} />
      </Card>
    </div>
  )
}
