// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// Mistakes that people make, and what they are told.
@Suite struct BadInputTests {
  @Test func aConfigurationWithMistakes() async throws {
    let project = try await Project.small()
    try project.repository.write(
      """
      version: 1
      data:
        train: { path: data/train, color: red }
      pipelines: 3

      """, to: "modelgate.yaml")
    try await project.repository.commit()
    for tool in ["check", "build"] {
      let transcript = try await project.expect(78, tool)
      #expect(transcript.output.isEmpty)
      #expect(
        transcript.error == """
          modelgate-\(tool): error: 'modelgate.yaml' has 2 problems
          modelgate.yaml:3:30: unknown key 'color' in dataset 'train'; its keys are path, manifest, remote
              3 |   train: { path: data/train, color: red }
                |                              ^
          modelgate.yaml:4:12: 'pipelines' must be a mapping, not an integer
              4 | pipelines: 3
                |            ^

          """)
    }
  }

  @Test func aConfigurationThatUnfoldsWithoutEnd() async throws {
    let project = try await Project.small()
    var text = "version: 1\na0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    try project.repository.write(text, to: "modelgate.yaml")
    try await project.repository.commit()
    let transcript = try await project.expect(78, "check")
    #expect(transcript.error.contains("modelgate.yaml:"), "\(transcript)")
    #expect(transcript.error.contains("values allowed, aliases included"), "\(transcript)")
  }

  /// Judged by somebody whom the kernel keeps out; root is let in everywhere.
  @Test func aFolderThatCannotBeRead() async throws {
    let project = try await Project.small()
    try await project.repository.shell.script(
      "mkdir closed && echo 1 >closed/file && git add closed && git commit -q -m closed")
    let transcript = try await project.repository.shell.run(
      "sh",
      [
        "-c",
        """
        chmod 000 closed
        [ "$(id -u)" = 0 ] || exec "$0" --worktree
        chown -R 65534:65534 ..
        exec setpriv --reuid=65534 --regid=65534 --clear-groups "$0" --worktree
        """, Tools.path("modelgate-check").string,
      ])
    try await project.repository.shell.script("chmod 700 closed")
    #expect(transcript.status == 2, "\(transcript)")
    #expect(transcript.output.contains("'closed'"), "\(transcript)")
    #expect(transcript.output.contains("Permission denied"), "\(transcript)")
  }

  @Test(arguments: ["check", "build", "data", "stamp", "audit"])
  func usage(_ tool: String) async throws {
    let project = try await Project()
    let transcript = try await project.expect(64, tool, "--frobnicate")
    #expect(transcript.output.isEmpty)
    #expect(transcript.error.hasPrefix("modelgate-\(tool): error: "), "\(transcript)")
    #expect(try await project.expect(0, tool, "--help").error.isEmpty)
    #expect(try await project.expect(0, tool, "--version").output.split(separator: ".").count == 3)
  }

  @Test func aPipelineThatDoesNotExist() async throws {
    let project = try await Project.small()
    let transcript = try await project.expect(64, "build", "median")
    #expect(
      transcript.error
        == "modelgate-build: error: there is no pipeline 'median' in 'modelgate.yaml'; "
        + "it has: mean\n")
  }

  @Test func aKeyThatOthersCanRead() async throws {
    let project = try await Project.small()
    _ = try await project.build()
    try await project.repository.shell.script(
      "cp ~/.config/modelgate/signing-key.pem ~/key.pem && chmod 640 ~/key.pem")
    let home = project.repository.base.appending("home")
    let transcript = try await project.run("build", "--key", "\(home)/key.pem")
    #expect(transcript.status == 2, "\(transcript)")
    #expect(transcript.error.contains("has mode 0640, which opens it to other users"))
    #expect(transcript.error.contains("hint: chmod 600 "))
  }

  @Test func aKeyInsideTheWorktree() async throws {
    let project = try await Project.small()
    try project.repository.write("/secret/\n/data/train/\n", to: ".gitignore")
    try await project.repository.commit()
    _ = try await project.build()
    try await project.repository.shell.script(
      """
      mkdir secret && cp -p ~/.config/modelgate/signing-key.pem secret
      ln -s "$PWD/secret" ~/elsewhere
      """)
    let home = project.repository.base.appending("home")
    for path in ["secret/signing-key.pem", "\(home)/elsewhere/signing-key.pem"] {
      let transcript = try await project.run("build", "--key", path)
      #expect(transcript.status == 2, "\(transcript)")
      #expect(transcript.error.contains("lies inside the worktree"), "\(transcript)")
    }
  }

  @Test func aKeyOnFirstUseIsPrivate() async throws {
    let project = try await Project.small()
    _ = try await project.build()
    let modes = try await project.repository.shell.script(
      "cd ~/.config/modelgate && stat --format '%a %n' *")
    #expect(modes == "600 signing-key.pem\n644 signing-key.pub.pem\n")
  }

  @Test func jsonFromEveryTool() async throws {
    let project = try await Project.small()
    let built = try await project.build()
    let commands = [
      ["check"], ["build"], ["data", "list"], ["data", "verify"], ["stamp", "read", "MODEL"],
      ["audit", "verify", "MODEL"],
    ]
    for command in commands {
      let words = command.dropFirst().map { $0 == "MODEL" ? built.model.string : $0 }
      let transcript = try await project.repository.shell.run(
        Tools.path("modelgate-\(command[0])").string, words + ["--format", "json"])
      #expect(transcript.status == 0, "\(transcript)")
      let document = try JSONValue.parse(Array(transcript.output.utf8))
      #expect(document.object != nil, "\(transcript)")
    }
  }

  @Test func jsonWhenTheAnswerIsNo() async throws {
    let project = try await Project.small()
    _ = try await project.build()
    try project.repository.write("changed", to: "train.py")
    let checked = try await project.expect(1, "check", "--format", "json")
    let document = try JSONValue.parse(Array(checked.output.utf8))
    #expect(checked.output.contains("worktree/modified"), "\(checked)")
    #expect(document["verdict"] == "refused", "\(checked)")
    let audited = try await project.expect(
      1, "audit", "verify", "train.py", "--format", "json")
    let report = try JSONValue.parse(Array(audited.output.utf8))["models"]?.array?.first
    #expect(report?["verdict"] == "not-verified", "\(audited)")
  }
}
