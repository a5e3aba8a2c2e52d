// SPDX-License-Identifier: GPL-3.0-or-later
// Writes what by_keytool.py asks for on standard input, a line for each file:
// PATH PASSPHRASE PROPERTIES ENTRY…, separated by tabs. PASSPHRASE and aliases as
// hexadecimal UTF-8 after "=", or "-" for null; PROPERTIES as NAME=VALUE, separated
// by commas; ENTRY as ALIAS;KEY (DER) or -;CERTIFICATE;CERTIFICATE…
// Prints a line for each: "ok", or why not.
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;

class WriteKeystores {
  static final String PREFIX = "keystore.pkcs12.";

  static String text(String column) {
    if (column.equals("-"))
      return null;
    return new String(HexFormat.of().parseHex(column.substring(1)), StandardCharsets.UTF_8);
  }

  static char[] characters(String text) {
    return text == null ? null : text.toCharArray();
  }

  static Certificate certificate(String path) throws Exception {
    try (var stream = new FileInputStream(path)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(stream);
    }
  }

  static void add(KeyStore store, String entry, char[] passphrase) throws Exception {
    var parts = entry.split(";");
    var chain = new ArrayList<Certificate>();
    for (int i = 2; i < parts.length; i++)
      chain.add(certificate(parts[i]));
    if (parts[1].equals("-")) {
      store.setCertificateEntry(text(parts[0]), chain.get(0));
      return;
    }
    var specification = new PKCS8EncodedKeySpec(Files.readAllBytes(Path.of(parts[1])));
    var key = KeyFactory.getInstance(chain.get(0).getPublicKey().getAlgorithm()).generatePrivate(specification);
    store.setKeyEntry(text(parts[0]), key, passphrase, chain.toArray(new Certificate[0]));
  }

  static void write(String[] columns) throws Exception {
    for (var name : System.getProperties().stringPropertyNames())
      if (name.startsWith(PREFIX))
        System.clearProperty(name);
    for (var property : columns[2].split(","))
      if (!property.isEmpty())
        System.setProperty(PREFIX + property.split("=")[0], property.split("=")[1]);
    var passphrase = characters(text(columns[1]));
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 3; i < columns.length; i++)
      add(store, columns[i], passphrase);
    try (var stream = new FileOutputStream(columns[0])) {
      store.store(stream, passphrase);
    }
  }

  public static void main(String[] arguments) throws Exception {
    for (var line : new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
      try {
        write(line.split("\t"));
        System.out.println("ok");
      } catch (Exception reason) {
        System.out.println(reason.getMessage().replace('\n', ' '));
      }
    }
  }
}
