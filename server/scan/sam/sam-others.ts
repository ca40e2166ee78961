import { asObject, asText } from '#server/domain/json.ts'
import { placeOf } from '#server/scan/source/places.ts'
import { unknownText } from '#server/scan/template/unknown.ts'
import { arnOf, type Expansion, type Origin, type Properties, pick, ref } from './expansion.ts'
import { trustOf } from './sam-function.ts'
import { splitPolicies } from './sam-policies.ts'

export function expandTable(id: string, properties: Properties, origin: Origin, to: Expansion): void {
  to.emit(id, 'AWS::DynamoDB::Table', pick(properties, 'TableName', 'SSESpecification', 'Tags'), origin)
}

export function expandLayer(id: string, properties: Properties, origin: Origin, to: Expansion): void {
  const LayerName = properties.LayerName ?? id
  const own = pick(properties, 'Description', 'CompatibleRuntimes', 'LicenseInfo')
  to.emit(id, 'AWS::Lambda::LayerVersion', { LayerName, ...own }, origin)
}

export function expandStateMachine(id: string, properties: Properties, origin: Origin, to: Expansion): void {
  to.emit(
    id,
    'AWS::StepFunctions::StateMachine',
    {
      ...pick(
        properties,
        ['Name', 'StateMachineName'],
        ['Type', 'StateMachineType'],
        'Definition',
        ['DefinitionUri', 'DefinitionS3Location'],
        'DefinitionSubstitutions',
      ),
      ...(properties.Logging === undefined ? {} : { LoggingConfiguration: properties.Logging }),
      ...(properties.Tracing === undefined ? {} : { TracingConfiguration: properties.Tracing }),
      RoleArn: properties.Role ?? arnOf(`${id}Role`),
    },
    origin,
  )
  if (properties.Role === undefined) {
    const { managed, inline, unknownTemplates } = splitPolicies(properties.Policies, `${id}Role`)
    for (const name of unknownTemplates)
      to.problems.add(
        'note',
        `The policy template ${name} of ${id} is not known: what it allows is unknown.`,
        origin.place,
      )
    to.emit(
      `${id}Role`,
      'AWS::IAM::Role',
      {
        AssumeRolePolicyDocument: trustOf('states.amazonaws.com'),
        ManagedPolicyArns: managed,
        Policies: inline,
        ...pick(properties, 'PermissionsBoundary'),
      },
      origin,
    )
  }
  const events = asObject(properties.Events)
  for (const [name, event] of Object.entries(events)) {
    const own = asObject(asObject(event).Properties)
    const from = { ...origin, place: placeOf(events, name) ?? origin.place, written: own }
    const type = asText(asObject(event).Type)
    if (type === 'Schedule' || type === 'EventBridgeRule' || type === 'CloudWatchEvent')
      to.emit(
        `${id}${name}`,
        'AWS::Events::Rule',
        {
          ...pick(
            own,
            'Name',
            'EventBusName',
            ['Pattern', 'EventPattern'],
            ['Schedule', 'ScheduleExpression'],
            'State',
          ),
          Targets: [
            { Id: `${id}${name}Target`, Arn: ref(id), ...pick(own, 'DeadLetterConfig', 'RetryPolicy') },
          ],
        },
        from,
      )
  }
}

export function expandGraphqlApi(id: string, properties: Properties, origin: Origin, to: Expansion): void {
  const auth = asObject(properties.Auth)
  const more = Array.isArray(auth.Additional) ? auth.Additional.map(asObject) : []
  to.emit(
    id,
    'AWS::AppSync::GraphQLApi',
    {
      ...pick(properties, 'Name', 'Tags', 'Visibility', 'XrayEnabled'),
      AuthenticationType: auth.Type ?? unknownText('Auth'),
      AdditionalAuthenticationProviders: more.map((one) => ({ AuthenticationType: one.Type })),
      ...(properties.Logging === undefined || properties.Logging === false
        ? {}
        : { LogConfig: properties.Logging === true ? { FieldLogLevel: 'ALL' } : properties.Logging }),
    },
    origin,
  )
  for (const [name, source] of Object.entries(asObject(asObject(properties.DataSources).Lambda)))
    to.emit(
      `${id}${name}DataSource`,
      'AWS::AppSync::DataSource',
      {
        ApiId: { 'Fn::GetAtt': [id, 'ApiId'] },
        Type: 'AWS_LAMBDA',
        LambdaConfig: { LambdaFunctionArn: asObject(source).FunctionArn },
      },
      origin,
    )
}

/** A connector writes policies for its source's role: that there are some is known, and not what they allow. */
export function expandConnector(id: string, properties: Properties, origin: Origin, to: Expansion): void {
  const source = asText(asObject(properties.Source).Id)
  if (source !== undefined)
    to.emit(
      `${id}Policy`,
      'AWS::IAM::Policy',
      { PolicyName: id, Roles: [ref(`${source}Role`)], PolicyDocument: unknownText('connector') },
      origin,
    )
}
