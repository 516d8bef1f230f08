// Runs before `npm pack` and `npm publish` in a package's own folder, whose entries are TypeScript that Node refuses in node_modules.
console.error(
  'This folder holds the sources. Run  npm run build:packages  and pack or publish its folder dist instead.',
);
process.exit(1);
