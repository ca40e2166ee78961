import { watching } from './by-risk.ts'
import type { Framework } from './define-framework.ts'

const IN_THE_CODE = 'It is a matter of the code alone, which is not looked into.'

/** OWASP Top 10 of 2017 as OWASP's serverless project reads it for functions. */
export const owaspServerlessTop10: Framework = {
  id: 'owasp-serverless-top-10',
  title: 'OWASP Serverless Top 10',
  version: '2017 interpretation',
  publisher: 'OWASP',
  url: 'https://owasp.org/www-project-serverless-top-10/',
  controls: [
    {
      id: 'A1',
      title: 'Injection',
      ...watching({ risks: ['event-data-injection'] }),
      unseen: 'What the code does with events of any source.',
    },
    {
      id: 'A2',
      title: 'Broken authentication',
      ...watching({ risks: ['broken-authentication'] }),
      unseen: 'Authentication inside the code.',
    },
    {
      id: 'A3',
      title: 'Sensitive data exposure',
      ...watching({ risks: ['insecure-secrets', 'leaked-credentials'], groups: ['secrets', 'encryption'] }),
      unseen: 'Which data is sensitive, and what the code writes to logs and to /tmp.',
    },
    { id: 'A4', title: 'XML external entities', checks: [], detections: [], unseen: IN_THE_CODE },
    {
      id: 'A5',
      title: 'Broken access control',
      ...watching({ risks: ['over-privileged-roles'], groups: ['identity', 'exposure'] }),
      unseen: 'Whose data the code gives to whom.',
    },
    {
      id: 'A6',
      title: 'Security misconfiguration',
      ...watching({
        risks: [
          'insecure-deployment-configuration',
          'denial-of-service',
          'ungoverned-assets',
          'out-of-band-deployment',
        ],
      }),
      unseen: 'Settings of services that are not collected.',
    },
    { id: 'A7', title: 'Cross-site scripting', checks: [], detections: [], unseen: IN_THE_CODE },
    { id: 'A8', title: 'Insecure deserialization', checks: [], detections: [], unseen: IN_THE_CODE },
    {
      id: 'A9',
      title: 'Components with known vulnerabilities',
      ...watching({ risks: ['insecure-dependencies'] }),
      unseen: 'Packages of functions whose code was not read.',
    },
    {
      id: 'A10',
      title: 'Insufficient logging and monitoring',
      ...watching({ risks: ['inadequate-monitoring', 'improper-exception-handling'], groups: ['logging'] }),
      unseen: 'What the code writes to its log, and who reads it.',
    },
  ],
}
