import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Random } from '../fuzz/random.ts'

const words = ['orders', 'billing', 'search', 'cart', 'users', 'mail', 'audit', 'login'] as const
const filesEach = 500

/** Writes small files such as clusters have thousands of, in folders of 500. The names, from `folder`. */
export function writeKubernetesFiles(folder: string, count: number): readonly string[] {
  const random = new Random(35_000)
  return Array.from({ length: count }, (_, index) => {
    const group = `team-${Math.floor(index / filesEach)}`
    if (index % filesEach === 0) mkdirSync(join(folder, group), { recursive: true })
    const name = `${random.pick(words)}-${index}`
    const file = join(group, `${name}.yaml`)
    writeFileSync(join(folder, file), deployment(name, random))
    return file
  })
}

function deployment(name: string, random: Random): string {
  const variables = Array.from({ length: 1 + random.below(5) }, (_, index) => {
    return `            - name: VAR_${index}\n              value: "${random.pick(words)} ${random.below(1000)}"\n`
  })
  return `# Deployment of ${name}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: team-${random.below(50)}
  labels:
    app: ${name}
    tier: ${random.pick(['backend', 'frontend'])}
spec:
  replicas: ${1 + random.below(9)}
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: main
          image: "registry.example.com/${name}:1.${random.below(20)}.${random.below(9)}"
          imagePullPolicy: IfNotPresent
          ports:
            - containerPort: ${1024 + random.below(60_000)}
              protocol: TCP
          env:
${variables.join('')}          resources:
            limits: { cpu: 500m, memory: 256Mi }
          readOnly: true # as always
`
}

const labels = { type: 'object', additionalProperties: { type: 'string', maxLength: 63 } }

const container = {
  type: 'object',
  required: ['name', 'image'],
  additionalProperties: false,
  properties: {
    name: { type: 'string' },
    image: { type: 'string' },
    imagePullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] },
    ports: {
      type: 'array',
      items: {
        type: 'object',
        required: ['containerPort'],
        properties: {
          containerPort: { type: 'integer', minimum: 1, maximum: 65_535 },
          protocol: { enum: ['TCP', 'UDP'] },
        },
      },
    },
    env: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, value: { type: 'string' } },
        additionalProperties: false,
      },
    },
    resources: {
      type: 'object',
      properties: { limits: { type: 'object', additionalProperties: { type: ['string', 'integer'] } } },
    },
    readOnly: { type: 'boolean' },
  },
}

export const deploymentSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['apiVersion', 'kind', 'metadata', 'spec'],
  additionalProperties: false,
  properties: {
    apiVersion: { const: 'apps/v1' },
    kind: { enum: ['Deployment', 'StatefulSet'] },
    metadata: {
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      properties: {
        name: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 },
        namespace: { type: 'string' },
        labels: { $ref: '#/$defs/labels' },
      },
    },
    spec: {
      type: 'object',
      required: ['selector', 'template'],
      properties: {
        replicas: { type: 'integer', minimum: 0 },
        selector: { type: 'object', properties: { matchLabels: { $ref: '#/$defs/labels' } } },
        template: {
          type: 'object',
          properties: {
            metadata: { type: 'object', properties: { labels: { $ref: '#/$defs/labels' } } },
            spec: {
              type: 'object',
              required: ['containers'],
              properties: { containers: { type: 'array', minItems: 1, items: { $ref: '#/$defs/container' } } },
            },
          },
        },
      },
    },
  },
  $defs: { labels, container },
}
