// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

@testable import Attestation

@Suite struct ModelSigningTests {
  /// A folder in which the orders of names and of path components differ.
  static func write(_ folder: FilePath) throws {
    try Folder.create(folder.appending("tokenizer"))
    for name in ["tokenizer/a.txt", "tokenizer.json", "model.bin", "empty"] {
      try NewFile.write(
        name == "empty" ? [] : Array("content of \(name)\n".utf8), to: folder.appending(name),
        permissions: .ownerReadWrite)
    }
  }

  static func signed(_ folder: FilePath) throws -> SignedFolder {
    try ModelFolder(folder, signature: folder.appending("model.sig")).digested(as: "model")
  }

  private static func read(_ text: String) throws -> SignedFolder {
    try SignedFolder(Examples.signed(text))
  }

  /// A statement as a foreign signer writes it, with one part replaced.
  static func statement(
    resources: String? = nil, serialization: String? = nil, root: Digest? = nil
  ) -> String {
    let one = Digest.of([1])
    let resources =
      resources ?? #"{"name":"a","algorithm":"sha256","digest":"\#(one.hex)"}"#
    let serialization =
      serialization ?? #""method":"files","hash_type":"sha256","allow_symlinks":false"#
    return """
      {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"m","digest":\
      {"sha256":"\((root ?? .of(one.bytes)).hex)"}}],\
      "predicateType":"https://model_signing/signature/v1.0","predicate":\
      {"serialization":{\(serialization)},"resources":[\(resources)]}}
      """
  }

  @Test func ordersByNameAndReadsItBack() async throws {
    try await ScratchFolder.with { folder in
      try Self.write(folder)
      let signed = try Self.signed(folder)
      #expect(
        signed.resources.map(\.path.description)
          == ["empty", "model.bin", "tokenizer.json", "tokenizer/a.txt"])
      let payload = try signed.statement.signed(with: Examples.key)
        .verified(with: Examples.key.verificationKey)
      #expect(try SignedFolder(payload) == signed)
    }
  }

  @Test func namesEveryDifference() async throws {
    try await ScratchFolder.with { folder in
      try Self.write(folder)
      let signed = try Self.signed(folder)
      try AtomicFile.write(Array("other".utf8), to: folder.appending("model.bin"))
      try Folder.remove(folder.appending("empty"))
      try NewFile.write([1], to: folder.appending("evil.py"), permissions: .ownerReadWrite)
      try SymbolicLink.create(folder.appending("link"), to: "/etc/passwd")
      let found = try ModelFolder(folder, signature: folder.appending("model.sig"))
        .compare(with: signed)
      #expect(found.changed.map(\.description) == ["model.bin"])
      #expect(found.missing.map(\.description) == ["empty"])
      #expect(found.extra.map(\.description) == ["evil.py", "link"])
      #expect(found.same == 2)
    }
  }

  /// Attack 33: files that trade their names keep the root digest.
  @Test func renamedFilesUnderTheSameRoot() async throws {
    try await ScratchFolder.with { folder in
      try Self.write(folder)
      let signed = try Self.signed(folder)
      try Folder.rename(folder.appending("model.bin"), to: folder.appending("model.pt"))
      let renamed = try Self.signed(folder)
      #expect(renamed.root == signed.root)
      let found = try ModelFolder(folder, signature: folder.appending("model.sig"))
        .compare(with: signed)
      #expect(found.missing.map(\.description) == ["model.bin"])
      #expect(found.extra.map(\.description) == ["model.pt"])
    }
  }

  /// Attack 34: signed `ignore_paths` hide everything.
  @Test func ignorePathsThatHideEverything() async throws {
    try await ScratchFolder.with { folder in
      try Self.write(folder)
      let empty = Self.statement(
        resources: "",
        serialization: """
          "method":"files","hash_type":"sha256","allow_symlinks":false,"ignore_paths":["."]
          """, root: .of([]))
      let error = #expect(throws: AttestationError.self) { try Self.read(empty) }
      #expect(error?.message == "not a valid model signature: it lists no files")
      var signed = try Self.signed(folder)
      signed.resources.removeAll { $0.path.description == "model.bin" }
      signed.ignoredPaths = ["model.bin", "."]
      let found = try ModelFolder(folder, signature: folder.appending("model.sig"))
        .compare(with: signed)
      #expect(found.extra.map(\.description) == ["model.bin"])
      #expect(found.hidden == ["model.bin", "."])
    }
  }

  /// Attack 35: a payload under names that are left out, such as `.github`.
  @Test func aPayloadUnderNamesThatAreLeftOut() async throws {
    try await ScratchFolder.with { folder in
      try Self.write(folder)
      let signed = try Self.signed(folder)
      try Folder.create(folder.appending(".github"))
      for name in [".github/evil.sh", ".gitattributes"] {
        try NewFile.write([1], to: folder.appending(name), permissions: .ownerReadWrite)
      }
      let content = try ModelFolder(folder, signature: folder.appending("model.sig"))
      #expect(content.uncovered.map(\.description) == [".gitattributes", ".github/evil.sh"])
      #expect(
        content.compare(with: signed).extra.map(\.description)
          == [".gitattributes", ".github/evil.sh"])
    }
  }

  /// Attack 36: names that lead out of the folder.
  @Test(arguments: ["../key.pem", "/etc/passwd", "a/../../b", "a//b", "./a", "a/", "", "a\\nb"])
  func namesThatLeadOut(_ name: String) {
    let one = Digest.of([1])
    let text = Self.statement(
      resources: #"{"name":"\#(name)","algorithm":"sha256","digest":"\#(one.hex)"}"#)
    let error = #expect(throws: AttestationError.self) { try Self.read(text) }
    #expect(error?.message.contains("is not the name of a file in the folder") == true)
  }

  @Test(arguments: [
    (#""method":"files","hash_type":"md5","allow_symlinks":false"#, "hash_type' is 'md5'"),
    (#""method":"tree","hash_type":"sha256"#, "malformed"),
    (#""method":"tree","hash_type":"sha256""#, "is neither 'files' nor 'shards'"),
    (#""method":"files","hash_type":"sha256","more":1"#, "a member 'more'"),
    (#""method":"shards","hash_type":"sha256","shard_size":0.5"#, "positive whole number"),
  ])
  func refusesOtherSerializations(_ text: String, _ reason: String) {
    let error = #expect(throws: AttestationError.self) {
      try Self.read(Self.statement(serialization: text))
    }
    #expect(
      reason == "malformed" ? error != nil : error?.message.contains(reason) == true,
      "\(error?.message ?? "")")
  }

  /// Attack 40: another algorithm than the one that was promised.
  @Test func aWeakerAlgorithmForOneFile() {
    let text = Self.statement(
      resources: #"{"name":"a","algorithm":"md5","digest":"d41d8cd98f00b204e9800998ecf8427e"}"#)
    #expect(throws: AttestationError.self) { try Self.read(text) }
  }

  @Test func refusesARootOfOtherFilesAndAFileTwice() {
    let one = Digest.of([1])
    #expect(throws: AttestationError.self) { try Self.read(Self.statement(root: .of([9]))) }
    let entry = #"{"name":"a","algorithm":"sha256","digest":"\#(one.hex)"}"#
    let twice = Self.statement(
      resources: entry + "," + entry, root: .of(one.bytes + one.bytes))
    let error = #expect(throws: AttestationError.self) { try Self.read(twice) }
    #expect(error?.message.hasSuffix("it lists 'a' twice") == true)
  }

  /// Attack 42: the predicate of one kind under the name of another.
  @Test func aSignatureShownAsProvenance() throws {
    let payload = try Examples.signed(Self.statement())
    #expect(throws: AttestationError.self) { try BuildProvenance(payload) }
    let provenance = try Examples.statement.signed(with: Examples.key)
      .verified(with: Examples.key.verificationKey)
    let error = #expect(throws: AttestationError.self) { try SignedFolder(provenance) }
    #expect(error?.message.hasPrefix("the statement's predicate is of type") == true)
  }

  @Test func survivesDamage() throws {
    var generator = SeededGenerator(seed: 21)
    let text = Array(Self.statement().utf8)
    let accepted = try (0..<2000).count { _ in
      let bytes = generator.mutated(text)
      let payload = try Envelope.signing(payload: bytes, with: Examples.key)
        .verified(with: Examples.key.verificationKey)
      return (try? SignedFolder(payload)) != nil
    }
    #expect(accepted < 1500)
  }
}

/// The reference implementation, both ways; it takes most of a second to start.
@Suite(.enabled(if: Peers.has("model_signing", "openssl"), "needs the peer model_signing"))
struct ModelSigningPeerTests {
  private static func key(_ scheme: SignatureScheme, _ folder: FilePath) throws -> SigningKey {
    let key = SigningKey.generate(scheme)
    try NewFile.write(
      Array((key.pem ?? "").utf8), to: folder.appending("key.pem"), permissions: .ownerReadWrite)
    try NewFile.write(
      Array(key.verificationKey.pem.utf8), to: folder.appending("pub.pem"),
      permissions: .ownerReadWrite)
    return key
  }

  @Test(arguments: [SignatureScheme.ecdsaP256, .ecdsaP384])
  func bothWays(_ scheme: SignatureScheme) async throws {
    try await ScratchFolder.with { folder in
      let model = folder.appending("model")
      try Folder.create(model)
      try ModelSigningTests.write(model)
      let key = try Self.key(scheme, folder)
      let shell = Shell(home: folder, directory: folder)
      let signature = model.appending("model.sig")
      let envelope = try ModelSigningTests.signed(model).statement.signed(with: key)
      let bundle = SigstoreBundle(keyHint: key.verificationKey.omsHint, envelope: envelope)
      try AtomicFile.write(bundle.encoded(), to: signature)
      try await shell(
        "model_signing", "verify", "key", "model", "--public_key", "pub.pem", "--signature",
        "model/model.sig")
      try Folder.remove(signature)
      try await shell(
        "model_signing", "sign", "key", "model", "--private_key", "key.pem", "--signature",
        "model/model.sig")
      let theirs = try SigstoreBundle.parse(try SmallFile.read(signature, limit: 1 << 20))
      let signed = try SignedFolder(try theirs.envelope.verified(with: key.verificationKey))
      let found = try ModelFolder(model, signature: signature).compare(with: signed)
      #expect(found.same == 4 && found.extra.isEmpty && found.missing.isEmpty)
      #expect(found.hidden.isEmpty)
      // Same bytes, another order: the reference sorts by path components.
      #expect(try ModelSigningTests.signed(model).root != signed.root)
    }
  }

  /// Files in pieces, as large models are signed.
  @Test func readsPieces() async throws {
    try await ScratchFolder.with { folder in
      let model = folder.appending("model")
      try Folder.create(model)
      try ModelSigningTests.write(model)
      let key = try Self.key(.ecdsaP256, folder)
      let script = """
        import model_signing.hashing as h, model_signing.signing as s
        hashing = h.Config().use_shard_serialization(shard_size=7)
        s.Config().use_elliptic_key_signer(private_key="key.pem").set_hashing_config(
          hashing).sign("model", "model.sig")
        """
      let shell = Shell(home: folder, directory: folder)
      try await shell("python3", "-c", script)
      let path = folder.appending("model.sig")
      let theirs = try SigstoreBundle.parse(try SmallFile.read(path, limit: 1 << 20))
      let signed = try SignedFolder(try theirs.envelope.verified(with: key.verificationKey))
      #expect(signed.pieceSize == 7)
      let found = try ModelFolder(model, signature: path).compare(with: signed)
      #expect(found.same == 3 && found.extra.isEmpty && found.changed.isEmpty)
      try AtomicFile.write(
        Array("content of model.bin\n\n".utf8), to: model.appending("model.bin"))
      let after = try ModelFolder(model, signature: path).compare(with: signed)
      #expect(after.changed.map(\.description) == ["model.bin"])
    }
  }
}
