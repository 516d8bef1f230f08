import { apiLayers, reservedPackages } from './api-rules.ts';
import { fileSize, noBarrels, noCycles } from './shape-rules.ts';
import type { Rule } from './source-tree.ts';
import { honestTests } from './test-rules.ts';
import { environment, noSelectStar, sqlPlaces } from './text-rules.ts';
import { noTestCode, packagesByName, webParts, workspaceOrder } from './workspace-rules.ts';

/** The rules about who may import whom, and what may stand where. */
export const houseRules: readonly Rule[] = [
  workspaceOrder,
  packagesByName,
  noTestCode,
  webParts,
  apiLayers,
  reservedPackages,
  sqlPlaces,
  noSelectStar,
  environment,
  noBarrels,
  noCycles,
  honestTests,
];

export const sizeRules: readonly Rule[] = [fileSize];
