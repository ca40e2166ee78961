import type { ReactNode } from 'react'
import { formatValue } from '#components/charts/format-value.ts'
import { Facts } from '#components/detail/facts.tsx'
import { FieldValue } from '#components/detail/field-value.tsx'
import { PolicyView } from '#components/roles/policy-view.tsx'
import { Card } from '#components/ui/card.tsx'
import { formatCount, formatMemory } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { Field } from '#server/domain/field.ts'
import type { FunctionDetail } from '#server/services/functions/schema.ts'
import { AliasesView, AsyncView, EnvironmentView, UrlsView } from './configuration-views.tsx'

const text = (field: Field<string>) => (
  <FieldValue
    field={field}
    show={(value) => <Text value={value} mono className="whitespace-normal break-all" />}
  />
)
const list = (field: Field<string[]>) => (
  <FieldValue
    field={field}
    show={(values) =>
      values.length === 0 ? (
        <span className="text-muted">none</span>
      ) : (
        values.map((value) => (
          <div key={value}>
            <Text value={value} mono className="whitespace-normal break-all" />
          </div>
        ))
      )
    }
  />
)
const number = (field: Field<number>, show: (value: number) => string = formatCount) => (
  <FieldValue field={field} show={(value) => <span className="num">{show(value)}</span>} />
)

type Group = { title: string; facts: { label: string; value: ReactNode }[] }

function groupsOf({ record }: FunctionDetail): Group[] {
  return [
    {
      title: 'Code',
      facts: [
        { label: 'Description', value: text(record.description) },
        { label: 'Package', value: text(record.packageType) },
        { label: 'Runtime', value: text(record.runtime) },
        { label: 'Runtime version', value: text(record.runtimeVersionArn) },
        { label: 'Handler', value: text(record.handler) },
        { label: 'Image', value: text(record.imageUri) },
        { label: 'Architecture', value: list(record.architectures) },
        { label: 'Size', value: number(record.codeSizeBytes, (value) => formatValue(value, 'Bytes')) },
        { label: 'SHA-256', value: text(record.codeSha256) },
        { label: 'Layers', value: list(record.layers) },
        { label: 'Signed by', value: text(record.signingProfileVersionArn) },
        { label: 'Revision', value: text(record.revisionId) },
        {
          label: 'Modified',
          value: <FieldValue field={record.lastModifiedAt} show={(at) => <Time at={at} />} />,
        },
      ],
    },
    {
      title: 'Running',
      facts: [
        { label: 'State', value: text(record.state) },
        { label: 'Why', value: text(record.stateReason) },
        { label: 'Last update', value: text(record.lastUpdateStatus) },
        { label: 'Memory', value: number(record.memoryMb, formatMemory) },
        { label: '/tmp', value: number(record.ephemeralStorageMb, formatMemory) },
        { label: 'Timeout', value: number(record.timeoutSeconds, (value) => `${value} s`) },
        { label: 'Reserved concurrency', value: number(record.reservedConcurrency) },
        {
          label: 'Provisioned',
          value: (
            <FieldValue
              field={record.provisionedConcurrency}
              show={(all) =>
                all.length === 0
                  ? 'none'
                  : all.map((one) => (
                      <div key={one.qualifier} className="num">
                        {one.qualifier}: {one.allocated ?? '?'} of {one.requested}
                      </div>
                    ))
              }
            />
          ),
        },
        { label: 'SnapStart', value: text(record.snapStart) },
        { label: 'Recursive loop', value: text(record.recursiveLoop) },
        { label: 'File systems', value: list(record.fileSystems) },
      ],
    },
    {
      title: 'Network, keys and logs',
      facts: [
        {
          label: 'VPC',
          value: (
            <FieldValue
              field={record.vpc}
              absent="not in a VPC"
              show={(vpc) => (
                <Text
                  value={`${vpc.vpcId}: ${[...vpc.subnetIds, ...vpc.securityGroupIds].join(', ')}`}
                  mono
                  className="whitespace-normal break-all"
                />
              )}
            />
          ),
        },
        { label: 'KMS key', value: text(record.kmsKeyArn) },
        { label: 'Role', value: text(record.roleArn) },
        { label: 'Log group', value: text(record.logGroup) },
        { label: 'Log format', value: text(record.logFormat) },
        { label: 'Tracing', value: text(record.tracingMode) },
        { label: 'Dead letters to', value: text(record.deadLetterTargetArn) },
      ],
    },
  ]
}

/** Every field that is collected, in its state: value, none, denied with the permission, failed with the reason. */
export function ConfigurationTab({ detail }: { detail: FunctionDetail }) {
  const { record } = detail
  return (
    <div className="grid grid-cols-1 min-w-0 items-start gap-3 lg:grid-cols-2">
      {groupsOf(detail).map((group) => (
        <Card key={group.title} title={group.title}>
          <Facts facts={group.facts} />
        </Card>
      ))}
      <Card title="Environment variables" note="names only: values are never kept">
        <EnvironmentView field={record.environment} />
      </Card>
      <Card title="Function URLs">
        <UrlsView field={record.urls} />
      </Card>
      <Card title="Resource policy">
        <FieldValue
          field={record.policy}
          absent="none: only principals of the account that IAM allows"
          show={(document) => <PolicyView document={document} label="Resource policy" />}
        />
      </Card>
      <Card title="Policies of aliases and versions">
        <FieldValue
          field={record.qualifiedPolicies}
          show={(policies) =>
            Object.keys(policies).length === 0
              ? 'none'
              : Object.entries(policies).map(([qualifier, document]) => (
                  <section key={qualifier} className="mb-3">
                    <h3 className="num mb-1">{qualifier}</h3>
                    <PolicyView document={document} label={`Policy of ${qualifier}`} />
                  </section>
                ))
          }
        />
      </Card>
      <Card title="Asynchronous invocation">
        <AsyncView field={record.eventInvokeConfigs} />
      </Card>
      <Card title="Aliases and versions">
        <AliasesView aliases={record.aliases} versions={record.versions} />
      </Card>
      <Card title="Tags">
        <FieldValue
          field={record.tags}
          show={(tags) =>
            Object.keys(tags).length === 0 ? (
              'none'
            ) : (
              <Facts
                facts={Object.entries(tags).map(([label, value]) => ({
                  label,
                  value: <Text value={value} className="whitespace-normal break-all" />,
                }))}
              />
            )
          }
        />
      </Card>
      {record.unknownFields.length > 0 && (
        <Card title="Fields that this version of Sightline does not know">
          <Text value={record.unknownFields.join(', ')} mono className="whitespace-normal break-all" />
        </Card>
      )}
    </div>
  )
}
