// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Finding a repository, or saying exactly why it cannot be used.
@Suite struct OpeningTests {
  private func refusal(_ path: FilePath) -> GitError? {
    do throws(GitError) {
      _ = try Repository(at: path)
      return nil
    } catch {
      return error
    }
  }

  @Test func isFoundFromWhateverLiesInside() async throws {
    let repository = try await TemporaryRepository()
    try repository.write("x", to: "sub/it's $(id) \"q\"/file")
    for start in ["", "sub", "sub/it's $(id) \"q\"", "sub/it's $(id) \"q\"/file", ".git"] {
      let opened = try Repository(at: repository.root.appending(start))
      #expect(opened.worktree == repository.root)
      #expect(opened.gitDirectory == repository.root.appending(".git"))
      #expect(opened.indexFile == repository.root.appending(".git/index"))
    }
  }

  @Test func anIndexThatIsNotThereIsNotAnEmptyOne() async throws {
    let repository = try await TemporaryRepository()
    let index = repository.base.appending("index")
    #expect(throws: GitError.self) { _ = try Repository(at: repository.root, index: index) }
    try repository.write("x", to: "file")
    try await repository.commit()
    try AtomicFile.write(try repository.read(".git/index"), to: index)
    let opened = try Repository(at: repository.root, index: index)
    #expect(try opened.isInIndex(try #require(RelativePath("file"))))
  }

  @Test func linkedWorktreesShareTheCommonFolder() async throws {
    let repository = try await TemporaryRepository()
    try await repository.commit()
    try await repository.git("worktree", "add", "--quiet", "../linked")
    let linked = repository.base.appending("linked")
    let opened = try Repository(at: linked)
    let isLinked = opened.isLinkedWorktree
    #expect(isLinked)
    #expect(opened.worktree == linked)
    #expect(opened.commonDirectory == repository.root.appending(".git"))
    #expect(opened.gitDirectory == repository.root.appending(".git/worktrees/linked"))
    #expect(try opened.head().commit == Repository(at: repository.root).head().commit)
  }

  @Test func bareAndShallowAreToldApart() async throws {
    let repository = try await TemporaryRepository()
    try await repository.commit("one")
    try await repository.commit("two")
    try await repository.git("clone", "--quiet", "--bare", ".", "../bare")
    try await repository.git(
      "clone", "--quiet", "--depth=1", "file://\(repository.root)", "../shallow")
    let bare = try Repository(at: repository.base.appending("bare"))
    let shallow = try Repository(at: repository.base.appending("shallow"))
    let facts = [bare.isBare, bare.isShallow, shallow.isBare, shallow.isShallow]
    #expect(facts == [true, false, false, true])
    #expect(bare.worktree == nil)
  }

  @Test func aFolderWithoutRepositoryIsSaidToBeNone() throws {
    let scratch = try ScratchFolder()
    let error = try #require(refusal(scratch.path))
    #expect(
      error.message == "cannot open repository '\(scratch.path)': "
        + "not a git repository, nor is any folder above it")
    #expect(error.hints == ["git init", "# or name the repository with --repo PATH"])
  }

  @Test func aMissingPathIsSaidToBeMissing() throws {
    let scratch = try ScratchFolder()
    let error = try #require(refusal(scratch.path.appending("none")))
    #expect(
      error.message == "cannot open repository '\(scratch.path)/none': "
        + "there is no such file or folder")
    #expect(error.hints == [])
  }

  @Test(arguments: ["objectFormat=sha1", "refStorage=files"])
  func aFormatThatIsWrittenDownButUsualIsTaken(setting: String) async throws {
    let repository = try await TemporaryRepository()
    let words = setting.split(separator: "=").map(String.init)
    let commit = try await repository.commit()
    try await repository.git("config", "core.repositoryFormatVersion", "1")
    try await repository.git("config", "extensions.\(words[0])", words[1])
    #expect(try Repository(at: repository.root).head().commit?.description == commit)
  }

  @Test func sha256RepositoriesAreRefusedWithAWayOut() async throws {
    let repository = try await TemporaryRepository()
    try await repository.git("init", "-q", "-b", "main", "--object-format=sha256", "../an other")
    let other = repository.base.appending("an other")
    let shell = repository.shell.at(other)
    try await shell.script("echo x >note; git add .; git commit -qm one; git tag -am t t")
    let error = try #require(refusal(other))
    #expect(
      error.message == "cannot open repository '\(other)': "
        + "it names objects by SHA-256, which this libgit2 can't read")
    try await shell.script(error.hints.joined(separator: "\n"))
    let copy = try Repository(at: repository.base.appending("an other-sha1"))
    #expect(try copy.resolveCommit("t") == copy.resolveCommit("refs/heads/main"))
  }

  @Test func reftablesAreRefusedWithTheCommandThatMendsThem() async throws {
    let repository = try await TemporaryRepository()
    try await repository.git("config", "core.repositoryFormatVersion", "1")
    try await repository.git("config", "extensions.objectFormat", "sha1")
    try await repository.git("config", "extensions.refStorage", "reftable")
    let error = try #require(refusal(repository.root))
    #expect(
      error.message.hasSuffix(": it keeps references in a reftable, which this libgit2 can't read"))
    #expect(
      error.hints.last == "git -C \(repository.root) refs migrate --ref-format=files")
  }

  @Test(arguments: [("blob:none", ":note"), ("tree:0", "^{tree}")])
  func anObjectThatAPartialCloneDidNotFetchIsNamed(filter: String, object: String) async throws {
    let repository = try await TemporaryRepository()
    try repository.write("x", to: "note")
    let commit = try await repository.commit()
    try await repository.git("config", "uploadpack.allowFilter", "true")
    try await repository.git(
      "clone", "--quiet", "--no-checkout", "--filter=\(filter)", "file://\(repository.root)",
      "../partial")
    let id = try #require(
      ObjectID(hex: try await repository.git("rev-parse", "\(commit)\(object)")))
    let partial = try Repository(at: repository.base.appending("partial"))
    let error = #expect(throws: GitError.self) {
      if filter == "tree:0" { _ = try partial.entries(of: id) } else { _ = try partial.blob(id) }
    }
    #expect(error?.detail == "this is a partial clone, and the object was not fetched")
    #expect(error?.hints == ["git fetch --refetch --no-filter"])
  }

  @Test(arguments: ["0", "1"]) func aConfigurationPerWorktreeCounts(version: String) async throws {
    let repository = try await TemporaryRepository()
    try await repository.git("config", "core.repositoryFormatVersion", version)
    try await repository.git("config", "core.autocrlf", "false")
    try await repository.git("config", "extensions.worktreeConfig", "true")
    try await repository.git("config", "--worktree", "core.autocrlf", "input")
    #expect(try Repository(at: repository.root).setting("core.autocrlf") == "input")
    try await repository.git("config", "--unset", "extensions.worktreeConfig")
    #expect(try Repository(at: repository.root).setting("core.autocrlf") == "false")
  }

  @Test(arguments: ["preciousObjects", "relativeWorktrees"])
  func extensionsThatChangeNothingHereAreTaken(name: String) async throws {
    let repository = try await TemporaryRepository()
    try await repository.git("config", "core.repositoryFormatVersion", "1")
    try await repository.git("config", "extensions.\(name)", "true")
    #expect(refusal(repository.root) == nil)
  }

  @Test func unknownExtensionsAreNamed() async throws {
    let repository = try await TemporaryRepository()
    try await repository.git("config", "core.repositoryFormatVersion", "1")
    try await repository.git("config", "extensions.fooBar", "true")
    let error = try #require(refusal(repository.root))
    #expect(
      error.message.hasSuffix(": it uses the extension 'foobar', which this libgit2 can't read"))
  }

  @Test(
    .enabled(if: geteuid() == 0, "only root can give a folder to another user"),
    arguments: ["plain", "it's $(touch pwned) `id` \"q\" \\", "line\nfeed", "--global"])
  func anotherOwnersRepositoryIsRefusedWithAHintThatIsOneShellWord(name: String) async throws {
    let repository = try await TemporaryRepository()
    let root = repository.base.appending("dir").appending(name)
    try Folder.create(root.appending("sub"))
    try await repository.git("init", "--quiet", "\(root)")
    try await repository.shell("chown", "-R", "12345", "\(repository.base)/dir")
    for start in [root, root.appending("sub")] {
      let error = try #require(refusal(start))
      #expect(error.message.hasSuffix(": it belongs to another user"))
      try await repository.shell.script("git config --global --unset-all safe.directory || :")
      try await repository.shell("bash", "-c", try #require(error.hints.first))
      let words = try await repository.shell("git", "config", "-z", "safe.directory")
      #expect(words == "\(root)\0")
    }
    #expect((try? FileStatus(repository.root.appending("pwned"))) == nil)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a folder to another user"))
  func trustInOneOwnersRepositoryIsNoneInAnothersOpenedMeanwhile() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell.script(
      """
      git config --global safe.directory "$HOME/ours/*"
      for at in "$HOME/ours/one" ../theirs; do git init -q "$at"; chown -R 12345 "$at"; done
      """)
    let paths = ["home", "home/ours/one", "theirs"].map { "\(repository.base)/\($0)" }
    await #expect(processExitsWith: .success) { [paths = paths as [String]] in
      unsafe setenv("HOME", paths[0], 1)
      let answers = await withTaskGroup(of: Bool.self) { group in
        for turn in 0..<400 {
          group.addTask {
            let isOpen = (try? Repository(at: FilePath(paths[1 + turn % 2]))) != nil
            return isOpen == (turn % 2 == 0)
          }
        }
        return await group.reduce(into: [Bool]()) { $0.append($1) }
      }
      #expect(answers.allSatisfy { $0 })
    }
  }

  @Test func theEnvironmentCountsOnlyWhereItIsAskedFor() async throws {
    let here = try await TemporaryRepository()
    let there = try await TemporaryRepository()
    let paths = [here.root.string, there.root.string]
    await #expect(processExitsWith: .success) { [paths = paths as [String]] in
      unsafe setenv("GIT_DIR", "\(paths[1])/.git", 1)
      unsafe setenv("GIT_INDEX_FILE", "\(paths[1])/other-index", 1)
      let byPath = try Repository(at: FilePath(paths[0]))
      #expect(byPath.worktree == FilePath(paths[0]))
      #expect(byPath.indexFile == FilePath("\(paths[0])/.git/index"))
      let byEnvironment = try Repository(at: FilePath(paths[0]), .environment)
      #expect(byEnvironment.gitDirectory == FilePath("\(paths[1])/.git"))
      #expect(byEnvironment.indexFile == FilePath("\(paths[1])/other-index"))
      unsafe unsetenv("GIT_DIR")
      let fallback = try Repository(at: FilePath(paths[0]), .environment)
      #expect(fallback.worktree == FilePath(paths[0]))
    }
  }

  @Test func variablesStayAsTheyAreForWhoeverReadsThemMeanwhile() async throws {
    let repository = try await TemporaryRepository()
    let root = repository.root.string
    await #expect(processExitsWith: .success) { [root = root as String] in
      unsafe setenv("GIT_WORK_TREE", root, 1)
      let seen = await withTaskGroup(of: Bool.self) { group in
        for turn in 0..<400 {
          group.addTask {
            guard turn % 2 == 0 else { return unsafe getenv("GIT_WORK_TREE") != nil }
            return (try? Repository(at: FilePath(root), .environment))?.worktree == FilePath(root)
          }
        }
        return await group.reduce(into: [Bool]()) { $0.append($1) }
      }
      #expect(seen.allSatisfy { $0 })
    }
  }

  /// Git quotes what has a colon in its name.
  @Test(arguments: ["%/.git/objects", "/nonexistent:%/.git/objects", "\"%/a:\\303\\274\\\"\""])
  func quarantinedObjectsAreSeenThroughTheEnvironmentOnly(place: String) async throws {
    let here = try await TemporaryRepository()
    let there = try await TemporaryRepository()
    let id = try await there.shell("git", "hash-object", "-w", "--stdin", input: [1, 2, 3])
    try await there.shell.script("ln -s .git/objects 'a:ü\"'")
    let place = place.replacing("%", with: there.root.string)
    let values = [here.root.string, place, String(id.prefix(40))]
    await #expect(processExitsWith: .success) { [values = values as [String]] in
      unsafe setenv("GIT_DIR", "\(values[0])/.git", 1)
      unsafe setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", values[1], 1)
      let id = try #require(ObjectID(hex: values[2]))
      #expect(try Repository(at: FilePath(values[0]), .environment).contains(id))
      #expect(try !Repository(at: FilePath(values[0])).contains(id))
    }
  }

  @Test func unfinishedOperationsHaveGitsNames() async throws {
    let repository = try await TemporaryRepository()
    try repository.write("a", to: "f")
    try await repository.commit()
    #expect(try Repository(at: repository.root).unfinishedOperation == nil)
    try await repository.git("bisect", "start")
    #expect(try Repository(at: repository.root).unfinishedOperation == "bisect")
    try await repository.git("bisect", "reset")
    try await repository.git("checkout", "--quiet", "-b", "side")
    try repository.write("b", to: "f")
    try await repository.commit()
    try await repository.git("checkout", "--quiet", "main")
    try repository.write("c", to: "f")
    try await repository.commit()
    _ = try await repository.shell.run("git", ["merge", "side"])
    #expect(try Repository(at: repository.root).unfinishedOperation == "merge")
  }
}
