// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

/// `diff` over what the real tools committed and moved.
@Suite struct DataMovesTests {
  let repository: TemporaryRepository

  init() async throws { repository = try await TemporaryRepository() }

  private func diff(_ old: String = "HEAD~1", status: Int32 = 0) async throws -> Transcript {
    let path = Tools.path("modelgate-data").string
    return try await repository.shell.run(path, ["diff", old]).expecting(status)
  }

  private func commit(_ script: String) async throws {
    try await repository.shell.script(
      "\(script)\ngit add --all --force && git commit --quiet --message change")
  }

  @Test func listsTheFilesOfChecksumLists() async throws {
    try await commit(
      """
      mkdir data && cd data && for name in a b c; do echo $name >$name; done
      sha256sum a b c >SHA256SUMS && md5sum a b c >MD5SUMS
      cd ..
      """)
    try await commit(
      """
      cd data && echo x >a && mv b d && rm c && sha256sum --tag a d >SHA256SUMS && rm MD5SUMS
      cd ..
      """)
    let output = try await diff().output
    #expect(
      output == """
        data  changed  1 removed, 1 changed, 1 moved  bytes unknown
          changed  a
          removed  c
          moved    b -> d

        """)
    try await commit("cd data && rm SHA256SUMS && b3sum a d >B3SUMS; cd ..")
    #expect(try await diff().output.contains("which files is not recorded"))
  }

  @Test(.enabled(if: Peers.has("bagit.py"), "needs bagit"))
  func listsThePayloadOfABag() async throws {
    try await commit("mkdir bag && echo a >bag/a && echo b >bag/b && bagit.py --quiet bag")
    try await commit(
      """
      echo x >bag/data/a && rm bag/data/b && cd bag
      for name in 256 512; do sha${name}sum data/a >manifest-sha$name.txt; done
      sed -i 's/^Payload-Oxum.*/Payload-Oxum: 2.1/' bag-info.txt
      for name in 256 512; do
        sha${name}sum bagit.txt bag-info.txt manifest-*.txt >tagmanifest-sha$name.txt
      done
      bagit.py --quiet --validate . && cd ..
      """)
    #expect(
      try await diff().output == """
        bag  changed  1 removed, 1 changed  bytes unknown
          changed  data/a
          removed  data/b

        """)
  }

  @Test func saysThatADatasetMoved() async throws {
    let track = "\(Tools.path("modelgate-data").string) track --no-gitignore"
    try await commit("mkdir a && echo 1 >a/1 && echo 2 >a/2 && \(track) a >/dev/null")
    try await commit("git mv a b && git mv a.sha256 b.sha256")
    #expect(try await diff().output == "b  moved from a\n")
    try await commit("cd b && sha256sum 1 2 >SHA256SUMS && cd .. && git rm --quiet b.sha256")
    #expect(
      try await diff().output == "b  changed  sha256 -> checksums  no file differs\n")
  }

  @Test func saysThatAFileWentToAnotherDataset() async throws {
    let track = "\(Tools.path("modelgate-data").string) track --no-gitignore"
    try await commit(
      """
      mkdir a b && echo 1 >a/1 && echo 2 >a/2 && echo 3 >b/3 && echo 4 >b/4
      \(track) a b >/dev/null
      """)
    try await commit("mv a/1 b/one && rm b/4 && \(track) a b >/dev/null")
    #expect(
      try await diff("HEAD~..").output == """
        a  changed  1 moved
          moved    1 -> one of b
        b  changed  1 removed, 1 moved  bytes unknown
          removed  4
          moved    1 of a -> one

        """)
    try await commit("mv b/one one && rm b.sha256 && \(track) b one >/dev/null")
    #expect(
      try await diff("HEAD~..HEAD").output == """
        b  changed  1 moved
          moved    one -> one of one
        one  added  1 moved
          moved    one of b -> one

        """)
  }

  /// As `git diff` takes them, other than where two histories part.
  @Test func takesTwoCommitsInOneWord() async throws {
    let track = "\(Tools.path("modelgate-data").string) track --no-gitignore"
    try await commit("mkdir a && echo 1 >a/1 && \(track) a >/dev/null")
    try await repository.git("tag", "it")
    try await commit("echo 2 >a/1 && \(track) a >/dev/null")
    for range in ["it..HEAD", "it..", "HEAD~1..main"] {
      #expect(try await diff(range).output.hasPrefix("a  changed  1 changed"), "\(range)")
    }
    #expect(try await diff("..it").output.hasPrefix("a  changed"))
    let refused = try await diff("it...main", status: 64)
    #expect(refused.error.contains("hint: modelgate data diff $(git merge-base it main) main"))
  }

  /// A manifest that nobody can read does not tell that its data is gone.
  @Test func knowsNothingOfWhatItCannotRead() async throws {
    let track = "\(Tools.path("modelgate-data").string) track --no-gitignore"
    try await commit("mkdir a && echo 1 >a/1 && \(track) a >/dev/null")
    try await commit("echo nonsense >a.sha256")
    let broken = try await diff(status: 1)
    #expect(broken.output.isEmpty && broken.error.contains("'a.sha256', line 1"), "\(broken)")
  }
}
