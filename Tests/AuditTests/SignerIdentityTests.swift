// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// Signers whom a policy knows by an SSH principal or by the subject of a certificate.
@Suite(.enabled(if: Peers.has("ssh-keygen", "openssl"), "needs OpenSSH and openssl"))
struct SignerIdentityTests {
  private static func grants(to name: String) -> String {
    """
    grants:
      - signers: [\(name)]
        attests: [signature]
        builders: ["urn:modelgate:builder:elsewhere"]
        pipelines: any
        repositories: any
        refs: any

    """
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  private func verify(_ policy: String, _ repository: TemporaryRepository) async throws
    -> Transcript
  {
    let file = repository.base.appending("trust.yaml")
    try AtomicFile.write(policy.utf8, to: file)
    return try await repository.tool(
      "modelgate-audit", "verify", "--signed-elsewhere", "--policy", file.string, "../model.bin")
  }

  @Test func aPrincipalIsWhoeverTheSignersSay() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      """
      ssh-keygen -q -t ed25519 -N '' -f ../id
      echo weights >../model.bin
      """)
    let signed = try await repository.tool(
      "modelgate-stamp", "sign", "../model.bin", "--key", "../id")
    try #require(signed.status == 0, "\(signed)")
    let key = String(
      decoding: try SmallFile.read(repository.base.appending("id.pub"), limit: 4096), as: UTF8.self)
    func policy(_ line: String, _ principal: String = "ada@example.org") -> String {
      """
      version: 1
      signers: { ada: { principal: \(principal) } }
      allowed_signers: |
      \(Self.indented("\(line) \(key)"))
      """ + Self.grants(to: "ada")
    }
    for line in [
      "ada@example.org", "*@example.org", "*@example.org,!eve@example.org",
      "ada@example.org namespaces=\"modelgate\"",
    ] {
      let good = try await verify(policy(line), repository)
      #expect(good.status == 0, "\(good)")
    }
    for line in ["ada@example.com", "*@example.org,!ada@example.org", "ad?@example.org.evil"] {
      let refused = try await verify(policy(line), repository)
      #expect(refused.status == 1, "\(refused)")
      #expect(refused.output.contains("the policy has no signer with the key"), "\(refused)")
    }
    // A line for another purpose, or one that has ended, believes nobody at all.
    for line in [
      "ada@example.org namespaces=\"git\"", "ada@example.org valid-before=\"20200101Z\"",
    ] {
      let unknown = try await verify(policy(line), repository)
      #expect(unknown.status == 2, "\(unknown)")
    }
  }

  @Test func aSubjectIsTheWholeOne() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      """
      cd .. && echo weights >model.bin
      newkey() { (umask 077; openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $1.pem); }
      newkey root
      openssl req -x509 -new -key root.pem -subj /CN=root -days 3000 -sha256 -out root.crt \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
      newkey leaf
      # A common name that looks like two parts of a name.
      openssl req -new -key leaf.pem -subj '/O=Example/CN=ci,O=Release' -out leaf.csr
      printf 'keyUsage=critical,digitalSignature\\nextendedKeyUsage=codeSigning\\n' >leaf.ext
      openssl x509 -req -in leaf.csr -CA root.crt -CAkey root.pem -CAcreateserial -days 800 -sha256 \
        -extfile leaf.ext -out leaf.crt 2>/dev/null
      """)
    let signed = try await repository.tool(
      "modelgate-stamp", "sign", "../model.bin", "--key", "../leaf.pem", "--certificates",
      "../leaf.crt")
    try #require(signed.status == 0, "\(signed)")
    let root = String(
      decoding: try SmallFile.read(repository.base.appending("root.crt"), limit: 1 << 16),
      as: UTF8.self)
    func policy(_ subject: String) -> String {
      """
      version: 1
      signers: { ci: { certificate: '\(subject)' } }
      authorities: |
      \(Self.indented(root))
      """ + Self.grants(to: "ci")
    }
    let good = try await verify(policy(#"CN=ci\,O=Release,O=Example"#), repository)
    #expect(good.status == 0, "\(good)")
    for other in ["CN=ci,O=Release,O=Example", "CN=ci", "*", "O=Example"] {
      let refused = try await verify(policy(other), repository)
      #expect(refused.status == 1, "\(refused)")
      #expect(refused.output.contains("the policy has no signer with the key"), "\(refused)")
    }
    // The chain stands in the bundle as well, whose lines may be lost.
    try await repository.shell("rm", "../model.bin.intoto.jsonl")
    let bundle = try await verify(policy(#"CN=ci\,O=Release,O=Example"#), repository)
    #expect(bundle.status == 0, "\(bundle)")
  }
}
