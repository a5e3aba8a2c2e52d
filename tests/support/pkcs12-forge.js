// SPDX-License-Identifier: GPL-3.0-or-later
// pkcs12-forge.js FILE PASSPHRASE-FILE: the keys and certificates that node-forge
// finds, as PEM. Each key must have the local key ID of a certificate.
const forge = require("node-forge");
const fs = require("fs");

const [file, passphraseFile] = process.argv.slice(2);
const passphrase = fs.readFileSync(passphraseFile, "utf8");
const asn1 = forge.asn1.fromDer(fs.readFileSync(file, "binary"));
const pkcs12 = forge.pkcs12.pkcs12FromAsn1(asn1, passphrase);
const keys = [];
const certificates = [];

function show(label, value) {
  const body = Buffer.from(forge.asn1.toDer(value).getBytes(), "binary").toString("base64").match(/.{1,64}/g).join("\n");
  console.log(`-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`);
}

for (const bag of pkcs12.safeContents.flatMap((content) => content.safeBags)) {
  const id = (bag.attributes.localKeyId || [])[0];
  // Other keys than RSA it hands out undecoded.
  if (bag.type === forge.pki.oids.certBag) {
    certificates.push(id);
    show("CERTIFICATE", bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1);
  } else if (bag.type === forge.pki.oids.pkcs8ShroudedKeyBag) {
    keys.push(id);
    show("PRIVATE KEY", bag.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)) : bag.asn1);
  }
}
for (const id of keys)
  if (id === undefined || !certificates.includes(id))
    throw new Error("A key is tied to no certificate");
