// SPDX-License-Identifier: Apache-2.0

import Certificates
import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

@testable import Attestation

/// A company's authority as openssl makes it: a root, an intermediate, and certificates of each kind.
@Suite(.enabled(if: Peers.has("openssl"), "needs the peer openssl"))
struct CertificateTests {
  /// Makes everything once; the tests only read it.
  private static let authority = Task { try await Authority() }

  struct Authority {
    let folder: ScratchFolder
    /// Two years after all certificates began, and before any ends.
    let time: Int64

    init() async throws {
      folder = try ScratchFolder()
      let shell = Shell(home: folder.path, directory: folder.path)
      time =
        Int64(
          try await shell.script("date +%s").trimmingPrefix(while: \.isWhitespace)
            .prefix { $0.isNumber }) ?? 0
      try await shell.script(
        """
        newkey() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $1.pem; chmod 600 $1.pem; }
        # issue NAME ISSUER EXTENSIONS
        issue() {
          newkey $1
          openssl req -new -key $1.pem -subj "/O=Example/CN=$1" -out $1.csr
          printf "$3" >$1.ext
          openssl x509 -req -in $1.csr -CA $2.crt -CAkey $2.pem -CAcreateserial -days ${4:-800} \
            -sha256 -extfile $1.ext -out $1.crt 2>/dev/null
        }
        for root in root stranger; do
          newkey $root
          openssl req -x509 -new -key $root.pem -subj "/O=Example/CN=$root" -days 3000 -sha256 \
            -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign \
            -out $root.crt
        done
        issue middle root 'basicConstraints=critical,CA:TRUE,pathlen:0\\nkeyUsage=critical,keyCertSign\\n'
        issue signer middle 'keyUsage=critical,digitalSignature\\nextendedKeyUsage=codeSigning\\n'
        issue server middle 'keyUsage=critical,digitalSignature\\nextendedKeyUsage=serverAuth\\n'
        issue sealer middle 'keyUsage=critical,keyEncipherment\\n'
        issue below signer 'keyUsage=critical,digitalSignature\\n'
        cat signer.crt middle.crt >chain.pem
        """)
    }

    func read(_ name: String) throws -> [UInt8] {
      try SmallFile.read(folder.path.appending(name), limit: 1 << 20)
    }

    func key(_ name: String, _ chain: String...) throws -> SigningKey {
      var key = try SigningKey(pem: try read("\(name).pem"))
      try key.attach(certificates: try chain.flatMap { try read($0) })
      return key
    }
  }

  private static func refusal(
    _ key: SigningKey, roots: [UInt8], time: Int64?
  ) async throws -> String? {
    let trust = Trust(keys: [], authorities: try Authorities(pem: roots, time: time))
    do throws(AttestationError) {
      _ = try await trust.verify(try Examples.statement.signed(with: key))
      return nil
    } catch {
      return error.message
    }
  }

  @Test func believesAChainToTheRoot() async throws {
    let authority = try await Self.authority.value
    let key = try authority.key("signer", "chain.pem")
    let envelope = try Envelope.parse(try Examples.statement.signed(with: key).encoded())
    let trust = Trust(keys: [], authorities: try Authorities(pem: try authority.read("root.crt")))
    let payload = try await trust.verify(envelope)
    #expect(payload.key == key.verificationKey)
    guard case .certificate(let subject) = payload.signer.ground else {
      return #expect(Bool(false))
    }
    #expect(subject.contains("signer"))
    // The same through a bundle, which has a place of its own for the chain.
    let bundle = SigstoreBundle(keyHint: "", envelope: envelope)
    let again = try SigstoreBundle.parse(bundle.encoded()).envelope
    #expect(again.signatures.first?.certificates == envelope.signatures.first?.certificates)
    _ = try await trust.verify(again)
  }

  @Test func refusesOtherChains() async throws {
    let authority = try await Self.authority.value
    let root = try authority.read("root.crt")
    let whole = try authority.key("signer", "chain.pem")
    #expect(try await Self.refusal(whole, roots: root, time: nil) == nil)
    #expect(
      try await Self.refusal(whole, roots: try authority.read("stranger.crt"), time: nil)?
        .contains("no trusted authority vouches for it") == true)
    let alone = try authority.key("signer", "signer.crt")
    #expect(try await Self.refusal(alone, roots: root, time: nil) != nil)
    // Not yet, and no more: three years before and after.
    for years in [-3, 3] as [Int64] {
      let time = authority.time + years * 365 * 86_400
      let said = try #require(try await Self.refusal(whole, roots: root, time: time))
      // By their subjects; the library would write out every certificate with its key.
      #expect(said.hasSuffix(years < 0 ? "' is not yet valid" : "' has expired"), "\(said)")
      #expect(said.contains("CN=") && said.utf8.count < 200, "\(said)")
    }
    // Times that no certificate could name.
    for time in [Int64.min, -62_167_219_201, 253_402_300_800, .max] {
      #expect(throws: AttestationError.self) { try Authorities(pem: root, time: time) }
    }
    for time in [-62_167_219_200, -62_135_596_800, 253_402_300_799] as [Int64] {
      #expect(try await Self.refusal(whole, roots: root, time: time) != nil)
    }
    let server = try authority.key("server", "server.crt", "middle.crt")
    #expect(
      try await Self.refusal(server, roots: root, time: nil)?
        .contains("does not allow the signing of code") == true)
    let sealer = try authority.key("sealer", "sealer.crt", "middle.crt")
    #expect(
      try await Self.refusal(sealer, roots: root, time: nil)?
        .contains("does not allow signatures") == true)
    // A leaf is no authority, whatever it signs.
    let below = try authority.key("below", "below.crt", "signer.crt", "middle.crt")
    #expect(try await Self.refusal(below, roots: root, time: nil) != nil)
  }

  /// The certificate of somebody who is trusted, over a signature by somebody else.
  @Test func aBorrowedCertificate() async throws {
    let authority = try await Self.authority.value
    let chain = try authority.key("signer", "chain.pem").chain
    let other = SigningKey.generate()
    let error = await #expect(throws: AttestationError.self) {
      var envelope = try Examples.statement.signed(with: other)
      envelope.signatures[0].certificates = try #require(chain?.der)
      let authorities = try Authorities(pem: try authority.read("root.crt"))
      _ = try await Trust(keys: [], authorities: authorities).verify(envelope)
    }
    #expect(error?.message.hasPrefix("the signature was not made by the key") == true)
    #expect(throws: AttestationError.self) {
      var key = other
      try key.attach(certificates: try authority.read("chain.pem"))
    }
  }

  @Test(.enabled(if: Peers.has("model_signing"), "needs the peer model_signing"))
  func modelSigningBothWays() async throws {
    let authority = try await Self.authority.value
    try await ScratchFolder.with { folder in
      let model = folder.appending("model")
      try Folder.create(model)
      try ModelSigningTests.write(model)
      let key = try authority.key("signer", "chain.pem")
      let envelope = try ModelSigningTests.signed(model).statement.signed(with: key)
      let signature = model.appending("model.sig")
      try AtomicFile.write(
        SigstoreBundle(keyHint: "", envelope: envelope).encoded(), to: signature)
      let shell = Shell(home: folder, directory: folder)
      let place = authority.folder.path
      try await shell(
        "model_signing", "verify", "certificate", "model", "--signature", "model/model.sig",
        "--certificate_chain", place.appending("root.crt").string)
      try Folder.remove(signature)
      try await shell(
        "model_signing", "sign", "certificate", "model", "--signature", "model/model.sig",
        "--private_key", place.appending("signer.pem").string, "--signing_certificate",
        place.appending("signer.crt").string, "--certificate_chain",
        place.appending("middle.crt").string)
      let theirs = try SigstoreBundle.parse(try SmallFile.read(signature, limit: 1 << 20))
      let trust = Trust(
        keys: [], authorities: try Authorities(pem: try authority.read("root.crt")))
      let signed = try SignedFolder(try await trust.verify(theirs.envelope))
      #expect(try ModelFolder(model, signature: signature).compare(with: signed).same == 4)
    }
  }

  @Test func survivesDamage() async throws {
    let authority = try await Self.authority.value
    let key = try authority.key("signer", "chain.pem")
    let der = try #require(key.chain?.der)
    let roots = try Authorities(pem: try authority.read("root.crt"))
    var generator = SeededGenerator(seed: 31)
    var accepted = 0
    for _ in 0..<300 {
      let damaged = generator.mutated(der[0])
      guard damaged != der[0], let chain = try? CertificateChain(der: [damaged] + der.dropFirst())
      else { continue }
      if (try? await roots.subject(of: chain)) != nil { accepted += 1 }
    }
    #expect(accepted == 0)
  }
}
