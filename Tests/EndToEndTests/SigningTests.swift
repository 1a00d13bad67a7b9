// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// Keys of every kind through the tools that sign and verify.
@Suite(.enabled(if: Peers.has("ssh-keygen", "openssl"), "needs OpenSSH and openssl"))
struct SigningTests {
  private static func project() async throws -> Project {
    let project = try await Project.small()
    try await project.repository.shell.script(
      """
      ssh-keygen -q -t ed25519 -N '' -f "$HOME/id"
      echo "me@example.org namespaces=\\"modelgate\\" $(cat "$HOME/id.pub")" >"$HOME/allowed"
      """)
    return project
  }

  @Test func aBuildSignedWithAKeyOfOpenSSH() async throws {
    let project = try await Self.project()
    let home = try #require(project.repository.shell.environment["HOME"])
    let built = try await project.expect(0, "build", "--format", "json", "--key", "\(home)/id")
    let json = try JSONValue.parse(Array(built.output.utf8))
    let lines = try #require(json["attestation"]?.string)
    try await project.repository.shell.script(
      """
      ssh-keygen -Y verify -f "$HOME/allowed" -I me@example.org -n modelgate \
        -s '\(lines).sig' <'\(lines)'
      """)
    let model = FilePath(try #require(json["model"]?.string))
    let audit = try await project.audit(model, "--signers", "\(home)/allowed")
    #expect(audit.status == 0, "\(audit)")
    #expect(audit.detail("signature").contains("me@example.org"), "\(audit)")
    #expect(audit.detail("ssh-signature").hasPrefix("all lines of"), "\(audit)")
    // Attack 41: a line is added, or taken away.
    try await project.repository.shell.script("echo '{}' >>'\(lines)'")
    let changed = try await project.audit(model, "--signers", "\(home)/allowed")
    #expect(changed.failed == ["ssh-signature"], "\(changed)")
  }

  @Test func aModelAndAFolderFromElsewhere() async throws {
    let project = try await Self.project()
    try await project.repository.shell.script(
      """
      openssl genpkey -algorithm ed25519 2>/dev/null |
        openssl pkcs8 -topk8 -iter 100 -passout pass:secret -out "$HOME/key.pem"
      chmod 600 "$HOME/key.pem"
      openssl pkey -in "$HOME/key.pem" -passin pass:secret -pubout -out "$HOME/pub.pem"
      mkdir -p "$HOME/model"
      echo weights >"$HOME/model/weights.bin"
      """)
    let home = try #require(project.repository.shell.environment["HOME"])
    let bare = try await project.run("stamp", "sign", "\(home)/model", "--key", "\(home)/key.pem")
    #expect(bare.status == 2, "\(bare)")
    #expect(bare.error.contains("is encrypted, and there is no passphrase for it"))
    let shell = project.repository.shell.adding(["MODELGATE_KEY_PASSPHRASE": "secret"])
    let tool = Tools.path("modelgate-stamp").string
    for model in ["\(home)/model", "\(home)/model/weights.bin"] {
      try await shell(tool, "sign", model, "--key", "\(home)/key.pem")
    }
    let file = FilePath("\(home)/model/weights.bin")
    let audit = try await project.audit(file, "--key", "\(home)/pub.pem")
    #expect(audit.status == 2, "\(audit)")
    let accepted = try await project.audit(file, "--key", "\(home)/pub.pem", "--signed-elsewhere")
    #expect(accepted.status == 0, "\(accepted)")
    let folder = try await project.audit(FilePath("\(home)/model"), "--key", "\(home)/pub.pem")
    #expect(folder.status == 1, "\(folder)")
    #expect(folder.detail("file").contains("weights.bin.intoto.jsonl' is not covered"))
    try await shell(tool, "sign", "\(home)/model", "--key", "\(home)/key.pem")
    let again = try await project.audit(FilePath("\(home)/model"), "--key", "\(home)/pub.pem")
    #expect(again.status == 0, "\(again)")
  }

  @Test func theGatesVerdictIsSigned() async throws {
    let project = try await Self.project()
    let home = try #require(project.repository.shell.environment["HOME"])
    let file = "\(home)/verdict.intoto.jsonl"
    try await project.expect(
      0, "check", "--commit", "HEAD", "--attest", file, "--key", "\(home)/id")
    let script = """
      import base64, json, sys
      statement = json.loads(base64.b64decode(json.load(open(sys.argv[1]))["payload"]))
      print(statement["predicateType"], statement["subject"][0]["digest"]["gitCommit"],
            statement["predicate"]["verificationResult"], *statement["predicate"]["verifiedLevels"])
      """
    let words = try await project.repository.shell("python3", "-c", script, file)
    let head = try await project.repository.git("rev-parse", "HEAD")
    #expect(words.hasPrefix("https://slsa.dev/verification_summary/v1 \(head) PASSED "), "\(words)")
    #expect(words.contains("ORG_SOURCE_DATA_PINNED"))
    #expect(!words.contains("WORKTREE"))
  }
}
