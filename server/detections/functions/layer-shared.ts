import { defineDetection } from '#server/detections/define-detection.ts'
import { example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { accountEvidence, outsideAccounts } from '#server/detections/facts/outside-accounts.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { isPublicStatement } from '#server/domain/iam/public-policy.ts'
import { grantedStatement } from './granted-statement.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const LAYER = { layerName: 'tools', versionNumber: 7, statementId: 'x', action: 'lambda:GetLayerVersion' }
const share = (more: object) => lambda('AddLayerVersionPermission20181031', { ...LAYER, ...more })

export const layerShared = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'layer-shared',
  title: 'Layer shared outside the account',
  severity: 'medium',
  severityNote: 'High where everybody may have it.',
  why: 'The code in the layer, and what was left in it, can be downloaded from outside. Layers that others depend on are also a way to reach them.',
  sources: LAMBDA,
  names: ['AddLayerVersionPermission'],
  techniques: ['T1537', 'T1578.005'],
  falsePositives: 'Layers that are published for customers or for the organisation.',
  response: [
    ASK_ACTOR,
    step(
      'See with whom the layer version is shared.',
      "aws lambda get-layer-version-policy --layer-name '<layer>' --version-number '<number>'",
    ),
    step(
      'To take it back, remove the statement.',
      "aws lambda remove-layer-version-permission --layer-name '<layer>' --version-number '<number>' --statement-id '<statement-id>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic execution_lambda_layer_shared_externally', 'easttimor ct-service-lambda'],
  risks: ['insecure-deployment-configuration', 'insecure-dependencies'],
  examples: {
    fires: [
      example('everybody', share({ principal: '*' })),
      example('another account', share({ principal: '444455556666' })),
    ],
    quiet: [
      example('the organisation', share({ principal: '*', organizationId: 'o-a1b2c3d4e5' })),
      within(
        { isOwnAccount: () => true },
        example('an account of the organisation', share({ principal: '444455556666' })),
      ),
      example('a layer version is read', lambda('GetLayerVersion20181031', LAYER)),
    ],
  },
  evaluate: (record, context) => {
    const statement = happened(record) ? grantedStatement(record) : undefined
    if (!statement) return undefined
    const [account] = outsideAccounts([statement], record, context)
    const isPublic = isPublicStatement(statement)
    if (!isPublic && account === undefined) return undefined
    const layer = brief(textOf(record, 'layerName') ?? 'A layer', 140)
    const whom = isPublic ? 'everybody' : `account ${account}`
    return actMatch(record, {
      of: `${layer} ${whom}`,
      title: `Layer ${layer} shared with ${whom} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${whom} may download ${layer} and use it.`,
      resources: [layer],
      evidence: account === undefined ? [] : [accountEvidence(account, context)],
      ...(isPublic ? { severity: 'high', severityNote: 'Everybody may have it.' } : {}),
    })
  },
})
