// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// Whatever is changed after a build, the audit says so, and says what.
@Suite struct TamperTests {
  @Test func verifiesWhatWasBuilt() async throws {
    let project = try await Project.small()
    let audit = try await project.audit(try await project.build().model)
    #expect(audit.status == 0, "\(audit)")
    #expect(audit.verdict == "verified")
    #expect(
      audit.points.map { "\($0.outcome) \($0.name)" } == [
        "proved file", "proved signature", "proved subject", "proved payload", "proved stamp",
        "proved commit", "proved data train", "proved ledger",
      ])
  }

  /// Attacks 26 and 27: data and code here change while the training runs, and are not what it reads.
  @Test func aWorktreeThatChangesDuringTheTraining() async throws {
    let project = try await Project.small(
      run: "[sh, train.sh]",
      files: [
        "train.sh": """
        cd ../../../../..
        echo 9,9 >data/train/a.csv; mv data/train/more data/train/less; echo 'raise' >train.py
        cd - >/dev/null
        cat "$MODELGATE_DATA_TRAIN"/a.csv "$MODELGATE_DATA_TRAIN"/more/b.csv
        python3 train.py
        """
      ])
    let built = try await project.build()
    let log = try project.repository.read("modelgate-out/mean/latest/training.log")
    #expect(String(decoding: log, as: UTF8.self) == "1,2\n3,4\n5,6\ntrained on 3 rows\n")
    let manifest = try await project.repository.shell.script("sha256sum <data/train.sha256")
    let digest = try #require(built.json["data"]?["train"]?.string)
    #expect(manifest.hasPrefix(digest.dropFirst("sha256:".count)), "\(built.json)")
    #expect(try await project.run("check").status == 1)
    #expect(try await project.audit(built.model).status == 0)
  }

  @Test func oneWeightBit() async throws {
    let project = try await Project.small()
    let built = try await project.build()
    var bytes = try SmallFile.read(built.model, limit: 1 << 20)
    bytes[bytes.count - 3] ^= 1
    try AtomicFile.write(bytes, to: built.model)
    try await project.expectFailure(of: ["subject", "payload"], built.model)
    try Folder.remove(built.attestation)
    try await project.expectFailure(of: ["subject", "payload"], built.model)
    try Folder.remove(FilePath("\(built.model.string).sigstore.json"))
    try await project.expectFailure(of: ["attestation"], built.model)
  }

  @Test func anEditedStamp() async throws {
    let project = try await Project.small()
    let built = try await project.build()
    let text = String(
      decoding: try SmallFile.read(built.model, limit: 1 << 20), as: Unicode.ASCII.self)
    try #require(text.contains(built.commit))
    try await project.repository.shell(
      "sed", "--in-place", "s/\(built.commit)/\(String(built.commit.reversed()))/",
      built.model.string)
    try await project.expectFailure(of: ["subject", "stamp"], built.model)
  }

  @Test(.enabled("safetensors") { await PythonPeer.has("safetensors.numpy") })
  func aStampEditedByTheOfficialLibrary() async throws {
    let project = try await Project.small()
    let built = try await project.build()
    let edit = """
      import sys
      from safetensors import safe_open
      from safetensors.numpy import load_file, save_file
      path = sys.argv[1]
      metadata = safe_open(path, "np").metadata()
      metadata["modelgate.pipeline"] = "another"
      save_file(load_file(path), path, metadata=metadata)
      """
    try await project.repository.shell("python3", "-c", edit, built.model.string)
    let audit = try await project.expectFailure(of: ["subject", "stamp"], built.model)
    #expect(audit.detail("stamp").contains("modelgate.pipeline"), "\(audit)")
  }

  @Test(.enabled("safetensors") { await PythonPeer.has("safetensors.numpy") })
  func aStampMovedToAnotherModel() async throws {
    let (project, first, second) = try await Project.twice()
    let move = """
      import sys
      from safetensors import safe_open
      from safetensors.numpy import load_file, save_file
      save_file(load_file(sys.argv[2]), sys.argv[2],
                metadata=safe_open(sys.argv[1], "np").metadata())
      """
    try await project.repository.shell(
      "python3", "-c", move, first.model.string, second.model.string)
    try await project.expectFailure(of: ["subject", "stamp"], second.model)
    try await project.repository.shell(
      "cp", first.attestation.string, second.attestation.string)
    try await project.expectFailure(of: ["subject", "payload"], second.model)
  }

  @Test func swappedAttestations() async throws {
    let (project, first, second) = try await Project.twice()
    try await project.repository.shell(
      "cp", first.attestation.string, second.attestation.string)
    try await project.expectFailure(of: ["subject", "payload", "stamp"], second.model)
    let named = try await project.audit(
      first.model, "--attestation", second.attestation.string)
    #expect(named.status == 0, "\(named)")
  }

  @Test func aLaterManifestIsNoTamper() async throws {
    let (project, first, second) = try await Project.twice()
    let audit = try await project.audit(first.model)
    #expect(audit.status == 0, "\(audit)")
    let note = try #require(audit.notes.first, "\(audit)")
    #expect(note.contains("'data/train.sha256' has changed since"))
    #expect(note.contains(second.commit.prefix(7)))
  }

  @Test func aModelStampedForALaterCommit() async throws {
    let (project, first, second) = try await Project.twice()
    let tree = try await project.repository.git("rev-parse", "\(second.commit)^{tree}")
    try await project.expect(
      0, "stamp", "strip", first.model.string)
    try await project.expect(
      0, "stamp", "write", first.model.string, "--commit", second.commit, "--tree", tree)
    try await project.expectFailure(of: ["subject", "stamp"], first.model)
  }

  @Test func anAttestationPointedAtALaterCommit() async throws {
    let (project, first, second) = try await Project.twice()
    try await project.repository.shell(
      "python3", "-c", Self.repoint, first.attestation.string, first.commit, second.commit)
    let audit = try await project.expectFailure(of: ["attestation"], first.model)
    #expect(audit.detail("attestation").contains("signature"), "\(audit)")
  }

  /// Who holds the key can sign a lie about the commit; git still knows better.
  @Test(.enabled(if: Peers.has("openssl"), "openssl"))
  func aLieSignedWithTheTrustedKey() async throws {
    let (project, first, second) = try await Project.twice()
    let repository = project.repository
    let trees = [
      try await repository.git("rev-parse", "\(first.commit)^{tree}"),
      try await repository.git("rev-parse", "\(second.commit)^{tree}"),
    ]
    try await repository.shell.script(
      """
      python3 -c '\(Self.repoint)' '\(first.attestation)' \(first.commit) \(second.commit)
      python3 -c '\(Self.repoint)' '\(first.attestation)' \(trees[0]) \(trees[1])
      python3 -c '\(Self.sign)' '\(first.attestation)' "$HOME/.config/modelgate/signing-key.pem"
      """)
    let audit = try await project.audit(first.model)
    #expect(audit.status == 1, "\(audit)")
    #expect(audit.failed.contains("data train"), "\(audit)")
    #expect(audit.failed.contains("ledger"), "\(audit)")
  }

  @Test func aRemovedLedger() async throws {
    let (project, first, _) = try await Project.twice()
    try await project.repository.git("update-ref", "-d", "refs/modelgate/ledger")
    let audit = try await project.expectFailure(of: ["ledger"], first.model)
    #expect(audit.detail("ledger").contains("is gone"), "\(audit)")
    let later = try await project.run("build")
    #expect(later.status == 1, "\(later)")
    #expect(!later.error.contains("modelgate-build: training:"), "\(later)")
  }

  @Test func aLedgerSetBack() async throws {
    let (project, first, second) = try await Project.twice()
    try await project.repository.git(
      "update-ref", "refs/modelgate/ledger", "refs/modelgate/ledger~1")
    for model in [first.model, second.model] {
      let audit = try await project.expectFailure(of: ["ledger"], model)
      #expect(audit.detail("ledger").contains("was rewritten"), "\(audit)")
    }
  }

  @Test func aLedgerRewrittenWithoutTheEntry() async throws {
    let (project, first, second) = try await Project.twice()
    try await project.repository.shell.script(
      """
      ledger=refs/modelgate/ledger
      forged=$(git commit-tree -m forged $ledger~1^{tree})
      git update-ref $ledger $forged
      """)
    try await project.expectFailure(of: ["ledger"], first.model)
    // Where the true ledger was never seen, the entry is missing all the same.
    try Folder.remove(project.root.appending(".git/modelgate"))
    let audit = try await project.expectFailure(of: ["ledger"], second.model)
    #expect(audit.detail("ledger").contains("does not hold"), "\(audit)")
    #expect(try await project.audit(first.model).status == 0)
  }

  /// Replaces text in the statement that an envelope carries.
  private static let repoint = """
    import base64, json, sys
    path, old, new = sys.argv[1:]
    envelope = json.loads(open(path).read())
    payload = base64.b64decode(envelope["payload"])
    assert old.encode() in payload
    envelope["payload"] = base64.b64encode(payload.replace(old.encode(), new.encode())).decode()
    open(path, "w").write(json.dumps(envelope) + "\\n")
    """

  /// Signs an envelope again, by the DSSE specification and with OpenSSL.
  private static let sign = """
    import base64, json, subprocess, sys
    path, key = sys.argv[1:]
    envelope = json.loads(open(path).read())
    kind, payload = envelope["payloadType"].encode(), base64.b64decode(envelope["payload"])
    encoded = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", key], input=encoded,
                               stdout=subprocess.PIPE, check=True).stdout
    envelope["signatures"][0]["sig"] = base64.b64encode(signature).decode()
    open(path, "w").write(json.dumps(envelope) + "\\n")
    """
}

extension Project {
  /// A project with two models, the second from a later commit with other data.
  fileprivate static func twice() async throws -> (Project, BuiltModel, BuiltModel) {
    let project = try await small()
    let first = try await project.build()
    try project.repository.write("7,8\n", to: "data/train/a.csv")
    try await project.expect(0, "data", "track", "data/train")
    try await project.repository.commit("more data")
    return (project, first, try await project.build())
  }

  /// Audits a model, which must be refused for exactly these points.
  @discardableResult
  fileprivate func expectFailure(
    of points: [String], _ model: FilePath, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Audit {
    let audit = try await audit(model)
    #expect(audit.status == 1, "\(audit)", sourceLocation: sourceLocation)
    #expect(audit.verdict == "not-verified", sourceLocation: sourceLocation)
    #expect(audit.failed == points, "\(audit)", sourceLocation: sourceLocation)
    return audit
  }
}
