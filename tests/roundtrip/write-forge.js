// SPDX-License-Identifier: GPL-3.0-or-later
// Writes what by_node_forge.py asks for on standard input.
const forge = require("node-forge");
const fs = require("fs");

for (const job of JSON.parse(fs.readFileSync(0, "utf8"))) {
  const key = forge.pki.privateKeyFromPem(fs.readFileSync(job.key));
  const certificates = job.certificates.map((path) => forge.pki.certificateFromPem(fs.readFileSync(path)));
  const pfx = forge.pkcs12.toPkcs12Asn1(key, certificates, job.passphrase, job.options);
  fs.writeFileSync(job.path, forge.asn1.toDer(pfx).getBytes(), "binary");
}
