#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes keys, certificates and PKCS#12 files with openssl in the folder $1:
# root → intermediate → persons. File names are what the tests go by.
set -eu
cd "$1"

cat > ca.conf <<'CONF'
[ca]
default_ca = any
[any]
database = index
new_certs_dir = .
serial = serial
unique_subject = no
policy = policy
default_md = sha256
email_in_dn = yes
[policy]
countryName = optional
organizationName = optional
commonName = supplied
emailAddress = optional
[req]
distinguished_name = policy
[authority]
basicConstraints = critical, CA:true
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
keyUsage = critical, keyCertSign, cRLSign
[person]
basicConstraints = CA:false
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
extendedKeyUsage = clientAuth, emailProtection
subjectAltName = email:hanako@inkan.example, email:hanako@second.example
CONF
: > index

key () { # name algorithm option
  openssl genpkey -algorithm "$2" ${3:+-pkeyopt "$3"} -out "$1.key" 2> /dev/null
}

# name key issuer section subject serial [start end [digest]]
certificate () {
  openssl req -config ca.conf -new -utf8 -key "$2.key" -subj "$5" -out request.pem
  printf '%s\n' "$6" > serial
  if [ "$3" = "$1" ]; then by="-selfsign -keyfile $2.key"; else by="-cert $3.pem -keyfile $3.key"; fi
  openssl ca -batch -notext -utf8 -config ca.conf $by -extensions "$4" -in request.pem -out "$1.pem" \
    -startdate "${7:-20240101000000Z}" -enddate "${8:-20991231235959Z}" ${9:+-md "$9"} 2> ca.log || { cat ca.log >&2; exit 1; }
}

ec=ec_paramgen_curve:P-256
key root EC $ec
key intermediate EC $ec
key other-root EC $ec
key rsa RSA rsa_keygen_bits:2048
key short RSA rsa_keygen_bits:1024
key ec EC $ec
key p384 EC ec_paramgen_curve:P-384
key ed25519 ED25519
key stranger EC $ec

certificate root root root authority "/C=JP/O=Inkan/CN=Inkan Root" 01
certificate intermediate intermediate root authority "/C=JP/O=Inkan/CN=Inkan Intermediate" 02
certificate other-root other-root other-root authority "/C=JP/O=Other/CN=Other Root" 03
person='/C=JP/O=Inkan/CN=印鑑 花子/emailAddress=hanako@inkan.example'
certificate rsa rsa intermediate person "$person" 00C0FFEE10
certificate ec ec intermediate person "$person" 11
certificate p384 p384 intermediate person "$person" 12
certificate ed25519 ed25519 intermediate person "$person" 13
certificate short short intermediate person "$person" 14
certificate older ec intermediate person "$person" 20 20200101000000Z 20210101000000Z
certificate future ec intermediate person "$person" 21 20980101000000Z 20991231235959Z
certificate sha1 ec intermediate person "$person" 22 20240101000000Z 20991231235959Z sha1
certificate nameless ec intermediate person "/O=Inkan/CN=x" 23

cat intermediate.pem root.pem > chain.pem
p12 () { # name key certificate options…
  name=$1 key=$2 certificate=$3
  shift 3
  openssl pkcs12 -export -out "$name.p12" -inkey "$key.key" -in "$certificate.pem" "$@"
}
p12 rsa rsa rsa -certfile chain.pem -name '花子の印' -passout pass:secret
p12 ec ec ec -certfile intermediate.pem -passout pass:secret
p12 p384 p384 p384 -passout pass:secret
p12 ed25519 ed25519 ed25519 -certfile chain.pem -passout pass:secret
p12 short short short -passout pass:secret
p12 legacy rsa rsa -legacy -certfile chain.pem -passout pass:secret
p12 triple-des ec ec -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 -passout pass:secret
p12 camellia ec ec -keypbe CAMELLIA-256-CBC -certpbe CAMELLIA-256-CBC -macalg sha512 -passout pass:secret
p12 plain ec ec -keypbe NONE -certpbe NONE -passout pass:secret
p12 pkcs5 ec ec -legacy -keypbe PBE-MD5-DES -certpbe PBE-SHA1-RC2-64 -passout pass:secret
p12 rc4 ec ec -legacy -keypbe PBE-SHA1-RC4-128 -certpbe RC2-CBC -passout pass:secret
p12 rc2-40 ec ec -legacy -keypbe RC2-40-CBC -certpbe NONE -passout pass:secret
p12 plain-certificates ec ec -certpbe NONE -passout pass:secret
p12 plain-no-mac ec ec -keypbe NONE -certpbe NONE -nomac -passout pass:secret
p12 no-mac ec ec -nomac -passout pass:secret
p12 few ec ec -iter 100 -passout pass:secret
p12 expired ec older -passout pass:secret
p12 future ec future -passout pass:secret
p12 sha1 ec sha1 -passout pass:secret
p12 empty ec ec -passout pass:
p12 unicode ec ec -passout 'pass:パスフレーズ 😀é '
p12 unicode-legacy ec ec -legacy -passout 'pass:パスフレーズ 😀é '
p12 twice ec ec -legacy -passout 'pass:clÃ©'
p12 costly ec ec -iter 65537 -passout pass:secret
openssl pkcs12 -export -nokeys -out no-key.p12 -in ec.pem -passout pass:secret
openssl pkcs12 -export -nocerts -out no-certificate.p12 -inkey ec.key -passout pass:secret

# Not PKCS#12 at all, in DER.
openssl x509 -in ec.pem -outform DER -out other.cer
openssl crl2pkcs7 -nocrl -certfile chain.pem -outform DER -out other.p7b
openssl req -config ca.conf -new -key ec.key -subj "/CN=x" -outform DER -out other.csr
openssl pkcs8 -topk8 -nocrypt -in ec.key -outform DER -out other.pk8
openssl pkcs8 -topk8 -in ec.key -passout pass:secret -outform DER -out other.pk8e
openssl ec -in ec.key -outform DER -out other.sec1 2> /dev/null
openssl rsa -traditional -in rsa.key -outform DER -out other.pkcs1 2> /dev/null
