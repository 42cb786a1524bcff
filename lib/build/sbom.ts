/** The software bill of materials of a release, as CycloneDX 1.6: https://cyclonedx.org/docs/1.6/json/ */
import type { BundledPackage } from './bundled-packages.ts';

/** Without a time and without a serial number: the same sources give the same bytes, and so the same digest. */
export function sbomOf(
  product: { readonly name: string; readonly version: string; readonly license: string },
  packages: readonly BundledPackage[],
): object {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': product.name,
        name: product.name,
        version: product.version,
        licenses: [{ expression: product.license }],
      },
    },
    components: packages.map(componentOf),
    dependencies: [{ ref: product.name, dependsOn: packages.map(refOf) }],
  };
}

function componentOf(bundled: BundledPackage): object {
  const { name, version, license, integrity, functions } = bundled;
  return {
    type: 'library',
    'bom-ref': refOf(bundled),
    name,
    version,
    purl: purlOf(bundled),
    ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
    hashes: integrity.split(' ').map((one) => {
      const [algorithm = '', base64 = ''] = one.split(/-(.*)/s);
      return {
        alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
        content: Buffer.from(base64, 'base64').toString('hex'),
      };
    }),
    properties: functions.map((value) => ({ name: 'interlock:function', value })),
  };
}

/** One package in two folders at one version is two components. */
const refOf = ({ path, version }: BundledPackage) => `${path}@${version}`;

/** https://github.com/package-url/purl-spec/blob/main/types-doc/npm-definition.md */
const purlOf = ({ name, version }: BundledPackage) => `pkg:npm/${name.replace('@', '%40')}@${version}`;
