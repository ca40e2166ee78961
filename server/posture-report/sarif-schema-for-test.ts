const text = { type: 'string', minLength: 1 }
const closed = (properties: Record<string, unknown>, required: string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
})
const message = closed({ text, markdown: text }, ['text'])
const level = { enum: ['none', 'note', 'warning', 'error'] }
const positive = { type: 'integer', minimum: 1 }

/**
 * What SARIF 2.1.0 (OASIS, 27 March 2020) asks of the parts that we write; members that we do not write are refused,
 * so that a slip of the pen is.
 */
export const SARIF_SCHEMA = closed(
  {
    $schema: { type: 'string', format: 'uri' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: closed(
        {
          tool: closed(
            {
              driver: closed(
                {
                  name: text,
                  semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
                  rules: {
                    type: 'array',
                    uniqueItems: true,
                    items: closed(
                      {
                        id: text,
                        name: text,
                        shortDescription: message,
                        fullDescription: message,
                        help: message,
                        helpUri: { type: 'string', format: 'uri' },
                        defaultConfiguration: closed({ level }),
                        properties: {
                          type: 'object',
                          properties: {
                            tags: { type: 'array', uniqueItems: true, items: text },
                            'security-severity': { type: 'string', pattern: '^(10\\.0|\\d\\.\\d)$' },
                          },
                          required: ['security-severity'],
                        },
                      },
                      ['id', 'shortDescription', 'help'],
                    ),
                  },
                },
                ['name', 'rules'],
              ),
            },
            ['driver'],
          ),
          automationDetails: closed({ id: { type: 'string', pattern: '/$' } }),
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          invocations: {
            type: 'array',
            items: closed(
              {
                executionSuccessful: { type: 'boolean' },
                endTimeUtc: { type: 'string', format: 'date-time' },
              },
              ['executionSuccessful'],
            ),
          },
          results: {
            type: 'array',
            items: closed(
              {
                ruleId: text,
                ruleIndex: { type: 'integer', minimum: 0 },
                kind: { enum: ['notApplicable', 'pass', 'fail', 'review', 'open', 'informational'] },
                level,
                message,
                locations: {
                  type: 'array',
                  minItems: 1,
                  items: closed({
                    physicalLocation: closed(
                      {
                        artifactLocation: closed({ uri: { type: 'string', format: 'uri-reference' } }, [
                          'uri',
                        ]),
                        region: closed({ startLine: positive, startColumn: positive }, ['startLine']),
                      },
                      ['artifactLocation'],
                    ),
                    logicalLocations: {
                      type: 'array',
                      items: closed({ name: { type: 'string' }, fullyQualifiedName: text, kind: text }),
                    },
                  }),
                },
                partialFingerprints: { type: 'object', additionalProperties: text },
                suppressions: {
                  type: 'array',
                  items: closed(
                    {
                      kind: { enum: ['inSource', 'external'] },
                      status: { enum: ['accepted', 'underReview', 'rejected'] },
                      justification: text,
                    },
                    ['kind'],
                  ),
                },
                properties: { type: 'object' },
              },
              ['message', 'ruleId', 'locations', 'partialFingerprints'],
            ),
          },
        },
        ['tool', 'results'],
      ),
    },
  },
  ['version', 'runs'],
)
