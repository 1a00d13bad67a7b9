// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import GitAccess
import Ledger
import SystemPackage
import TestSupport
import Testing

/// Whom the tools believe that judge the entries of a ledger: keys, signers, authorities.
@Suite struct TrustTests {
  /// A repository beside which `root.crt` vouches for the key in `both.pem`, and `other.crt` does
  /// not.
  private func certified() async throws -> TemporaryRepository {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      """
      cd ..
      key() { (umask 077; openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $1.pem); }
      for name in root other; do
        key $name
        openssl req -x509 -new -key $name.pem -subj /CN=$name -days 3000 -sha256 -out $name.crt \\
          -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
      done
      key leaf
      openssl req -new -key leaf.pem -subj /CN=ci -out leaf.csr
      printf 'keyUsage=critical,digitalSignature\\nextendedKeyUsage=codeSigning\\n' >leaf.ext
      openssl x509 -req -in leaf.csr -CA root.crt -CAkey root.pem -CAcreateserial -days 800 -sha256 \\
        -extfile leaf.ext -out leaf.crt 2>/dev/null
      (umask 077; cat leaf.pem leaf.crt >both.pem)
      """)
    return repository
  }

  @Test func authoritiesAreAsked() async throws {
    let repository = try await certified()
    let entries = SignedEntries(
      key: try SigningKey.load(pemFile: repository.base.appending("both.pem")))
    try repository.write(try entries.entry(0).attestation, to: "one.jsonl")
    let refused = try await repository.tool(
      "modelgate-audit", "ledger", "add", "one.jsonl", "--ca", "../other.crt")
    #expect(refused.status == 1 && refused.error.contains("was not recorded"), "\(refused)")
    let added = try await repository.tool(
      "modelgate-audit", "ledger", "add", "one.jsonl", "--ca", "../root.crt")
    #expect(added.status == 0, "\(added)")
    try entries.append(1, at: repository.root)
    let good = try await verify(repository, "--ca", "../root.crt")
    #expect(good.status == 0 && good.output.contains("2 entries, 2 signed"), "\(good)")
    let bad = try await verify(repository, "--ca", "../other.crt")
    #expect(bad.status == 1 && bad.output.contains("no trusted key signed it"), "\(bad)")
    let model = try entries.entry(1).models[0].hex
    let traced = try await repository.tool("modelgate-audit", "trace", model, "--ca", "../root.crt")
    #expect(traced.output.contains("signed CN=ci"), "\(traced)")
  }

  @Test func signersOfAFileAreBelieved() async throws {
    let repository = try await TemporaryRepository()
    let entries = SignedEntries()
    try entries.append(0, at: repository.root)
    _ = try entries.publicKey(beside: repository)
    try await repository.shell.script(
      "echo ada@example.org \"$(ssh-keygen -i -m PKCS8 -f ../public.pem)\" >signers")
    let good = try await verify(repository, "--signers", "signers")
    #expect(good.status == 0, "\(good)")
    #expect(good.output.contains("1 commit, 1 entry, 1 signed by a trusted key"), "\(good)")
    let model = try entries.entry(0).models[0].hex
    let traced = try await repository.tool(
      "modelgate-audit", "trace", model, "--signers", "signers")
    #expect(traced.output.contains("signed ada@example.org"), "\(traced)")
    try await repository.shell.script("sed -i 's/ / namespaces=\"git\" /' signers")
    let nobody = try await verify(repository, "--signers", "signers")
    #expect(nobody.status == 2 && nobody.error.contains("no trusted key"), "\(nobody)")
  }

  private func verify(_ repository: TemporaryRepository, _ option: String, _ value: String)
    async throws -> Transcript
  {
    try await repository.tool("modelgate-audit", "ledger", "verify", option, value)
  }
}
