import type { DocumentFilter } from "vscode-languageclient/node";

/**
 * The documents that are sent to the server. Generous on purpose: the server decides by path and
 * content what a document is, and answers nothing for one that is not its own.
 */
export const DOCUMENTS: DocumentFilter[] = [
  ...["dockerfile", "yaml", "helm"].flatMap((language) => [
    { scheme: "file", language },
    { scheme: "untitled", language },
  ]),
  // By pattern, as these have another language id with other extensions, or none.
  ...[
    "**/{Dockerfile,Containerfile}*",
    "**/*.{Dockerfile,dockerfile}",
    "**/{plimsoll,.plimsoll}.yaml",
    "**/*.dockerignore",
    "**/{.dockerignore,.containerignore,.helmignore}",
    "**/templates/**/*.{yaml,yml,tpl,txt}",
    "**/values.schema.json",
    // Every JSON file of a Node project would be noise; manifests live in folders of these names.
    "**/{k8s,kubernetes,manifests,deploy,deployment,charts,clusters,kustomize}/**/*.json",
  ].map((pattern) => ({ scheme: "file", pattern })),
];
