import { Facts } from '#components/detail/facts.tsx'
import { FieldValue } from '#components/detail/field-value.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { Field } from '#server/domain/field.ts'
import type {
  EnvironmentVariables,
  EventInvokeConfig,
  FunctionAlias,
  FunctionUrl,
  FunctionVersion,
} from '#server/domain/records/function-record.ts'

const none = <span className="text-muted">none</span>

export function EnvironmentView({ field }: { field: Field<EnvironmentVariables> }) {
  return (
    <FieldValue
      field={field}
      show={(environment) => (
        <div className="grid grid-cols-1 gap-1 text-table">
          {environment.errorCode && (
            <p className="m-0 text-high">
              Lambda could not decrypt them: <Text value={environment.errorCode} mono />
            </p>
          )}
          {environment.names.length === 0 ? none : null}
          <div className="flex flex-wrap gap-x-4">
            {environment.names.map((name) => (
              <Text key={name} value={name} mono />
            ))}
          </div>
          <span className="text-muted">
            encrypted with{' '}
            {environment.kmsKeyArn ? <Text value={environment.kmsKeyArn} mono /> : 'the key that AWS manages'}
          </span>
        </div>
      )}
    />
  )
}

export function UrlsView({ field }: { field: Field<FunctionUrl[]> }) {
  return (
    <FieldValue
      field={field}
      show={(urls) =>
        urls.length === 0
          ? none
          : urls.map((url) => (
              <div key={url.url} className="mb-2 min-w-0 last:mb-0">
                <Text value={url.url} mono copy />
                <Facts
                  facts={[
                    {
                      label: 'Authentication',
                      value: (
                        <span className={url.authType === 'NONE' ? 'font-medium text-critical' : ''}>
                          {url.authType}
                        </span>
                      ),
                    },
                    { label: 'Of', value: <Text value={url.qualifier ?? '$LATEST'} mono /> },
                    { label: 'Mode', value: <Text value={url.invokeMode} mono /> },
                    {
                      label: 'CORS origins',
                      value: (
                        <Text value={url.cors?.allowOrigins.join(', ')} mono className="whitespace-normal" />
                      ),
                    },
                    { label: 'Made', value: <Time at={url.createdAt} /> },
                  ]}
                />
              </div>
            ))
      }
    />
  )
}

export function AsyncView({ field }: { field: Field<EventInvokeConfig[]> }) {
  return (
    <FieldValue
      field={field}
      absent="as AWS sets it: 2 retries within 6 hours, then lost"
      show={(configs) =>
        configs.length === 0
          ? 'as AWS sets it: 2 retries within 6 hours, then lost'
          : configs.map((config) => (
              <Facts
                key={config.qualifier}
                facts={[
                  { label: 'Of', value: <Text value={config.qualifier} mono /> },
                  { label: 'Retries', value: config.maximumRetryAttempts ?? '2, as AWS sets it' },
                  {
                    label: 'Oldest event',
                    value:
                      config.maximumEventAgeSeconds === undefined
                        ? '6 h, as AWS sets it'
                        : `${config.maximumEventAgeSeconds} s`,
                  },
                  { label: 'On success', value: <Text value={config.onSuccess ?? 'nowhere'} mono /> },
                  { label: 'On failure', value: <Text value={config.onFailure ?? 'nowhere'} mono /> },
                ]}
              />
            ))
      }
    />
  )
}

type AliasesProps = { aliases: Field<FunctionAlias[]>; versions: Field<FunctionVersion[]> }

export function AliasesView({ aliases, versions }: AliasesProps) {
  return (
    <Facts
      facts={[
        {
          label: 'Aliases',
          value: (
            <FieldValue
              field={aliases}
              show={(all) =>
                all.length === 0
                  ? none
                  : all.map((alias) => (
                      <div key={alias.name}>
                        <Text value={alias.name} mono /> →{' '}
                        <span className="num">{alias.functionVersion}</span>
                        {Object.entries(alias.routing).map(([version, share]) => (
                          <span key={version} className="num text-muted">
                            {' '}
                            {Math.round(share * 100)} % → {version}
                          </span>
                        ))}
                      </div>
                    ))
              }
            />
          ),
        },
        {
          label: 'Versions',
          value: (
            <FieldValue
              field={versions}
              show={(all) =>
                all.length === 0
                  ? none
                  : all
                      .toReversed()
                      .slice(0, 20)
                      .map((version) => (
                        <div key={version.version}>
                          <span className="num">{version.version}</span>{' '}
                          <span className="text-muted">
                            <Time at={version.lastModifiedAt} />
                          </span>
                        </div>
                      ))
              }
            />
          ),
        },
      ]}
    />
  )
}
