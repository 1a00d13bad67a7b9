// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Manifests
import SystemPackage
import TestSupport
import Testing

@testable import Remotes

/// DVC and plain files in buckets of a real S3 API.
@Suite(
  .enabled("needs dvc, dvc-s3, boto3 and moto") { await PythonPeer.has("dvc_s3, moto, boto3") })
struct S3RemoteTests {
  @Test func asksABucketForEverything() async throws {
    var world = try await World()
    let folder = world.repository.base
    try await PythonServer.with(Self.moto, in: world.shell, at: folder) { port in
      world.shell = world.shell.adding(["AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)"])
      try await dvc(world, port)
      try await versions(world, port)
      try await plain(world)
    }
    let open = try await world.check(wanting: 2)
    #expect(open.output.contains("cannot be reached"))
  }

  private func dvc(_ world: World, _ port: Int) async throws {
    try world.repository.write("a", to: "data/a.csv")
    for name in ["b", "c d+e"] { try world.repository.write(name, to: "data/dir/\(name)") }
    try await world.shell.script(
      """
      dvc init --quiet
      dvc add --quiet data/a.csv data/dir
      dvc remote add --quiet --default s3 's3://bucket/pre fix'
      dvc remote modify --quiet s3 endpointurl http://127.0.0.1:\(port)
      """)
    try await world.repository.commit()
    #expect(try await world.check(wanting: 1).output.contains("absent  data/a.csv"))
    try await world.shell("dvc", "push", "--quiet")
    try await world.check(wanting: 0)
    try Folder.remove(world.repository.root.appending(".dvc").appending("cache"))
    try await world.check(wanting: 0)
    let md5 = Digest.of(Array("c d+e".utf8), .md5).hex
    try await s3(
      world,
      "c.delete_object(Bucket='bucket', Key='pre fix/files/md5/\(md5.prefix(2))/\(md5.dropFirst(2))')"
    )
    let refused = try await world.check(wanting: 1)
    #expect(refused.output.contains("absent  data/dir/c d+e  it is not there"))
    #expect(!refused.output.contains("absent  data/dir/b"))
    try await world.shell("dvc", "remote", "modify", "--quiet", "s3", "url", "s3://no-such-bucket")
    #expect(try await world.check(wanting: 2).output.contains("there is no bucket"))
  }

  /// A remote that keeps files under their names, with the versions in the `.dvc` files.
  private func versions(_ world: World, _ port: Int) async throws {
    try await world.shell.script(
      """
      dvc commit --quiet --force
      dvc remote add --quiet --default versions s3://versions/x
      dvc remote modify --quiet versions endpointurl http://127.0.0.1:\(port)
      dvc remote modify --quiet versions version_aware true
      """)
    #expect(try await world.check(wanting: 1).output.contains("it was never pushed there"))
    try await world.shell("dvc", "push", "--quiet")
    let passed = try await world.check(wanting: 0)
    #expect(
      passed.output.contains("data/dir  dvc  versions (s3://versions/x)  2 objects by version"))
    try await listsFiles(world)
    try await s3(world, "c.put_object(Bucket='versions', Key='x/data/a.csv', Body=b'newer')")
    try await world.check(wanting: 0)
    try await s3(
      world,
      """
      for v in c.list_object_versions(Bucket='versions', Prefix='x/data/a.csv')['Versions']:
          if not v['IsLatest']: c.delete_object(Bucket='versions', Key=v['Key'], VersionId=v['VersionId'])
      """)
    #expect(try await world.check(wanting: 1).output.contains("absent  data/a.csv"))
    try await world.shell("git", "rm", "-rfq", "data")
  }

  /// Such a `.dvc` file lists a folder's files with their versions, so that a change has a name.
  private func listsFiles(_ world: World) async throws {
    let repository = world.repository
    let text = try repository.read("data/dir.dvc")
    let file = try DVCFile(parsing: text)
    let files = try #require(file.outputs.first?.files)
    #expect(files.map(\.path.description) == ["b", "c d+e"])
    #expect(files.allSatisfy { $0.versions.first?.versionID?.isEmpty == false })
    let tool = Tools.path("modelgate-data").string
    try await world.shell(tool, "verify", "data/dir.dvc", "data/a.csv.dvc")
    try repository.write("B", to: "data/dir/b")
    let refused = try await world.shell.run(tool, ["verify", "data/dir.dvc"]).expecting(1)
    #expect(refused.output.contains("  changed  b "), "\(refused)")
    try Folder.remove(repository.root.appending("data/dir/b"))
    try repository.write("b", to: "data/dir/b2")
    let renamed = try await world.shell.run(tool, ["verify", "data/dir.dvc"]).expecting(1)
    #expect(renamed.output.contains("  missing  b\n  extra    b2\n"), "\(renamed)")
    try Folder.remove(repository.root.appending("data/dir/b2"))
    try repository.write("b", to: "data/dir/b")
  }

  /// Files that a native manifest lists, uploaded with and without SHA-256.
  private func plain(_ world: World) async throws {
    let repository = world.repository
    for name in ["one", "two", "three"] { try repository.write(name, to: "plain/\(name) x") }
    try repository.write(
      "version: 1\ndata: { p: { path: plain, remote: 's3://bucket/copy' } }\n", to: "modelgate.yaml"
    )
    try await world.shell(Tools.path("modelgate-data").string, "track", "plain")
    try await s3(
      world,
      """
      c.put_object(Bucket='bucket', Key='copy/one x', Body=b'one', ChecksumAlgorithm='SHA256')
      c.put_object(Bucket='bucket', Key='copy/two x', Body=b'two')
      c.put_object(Bucket='bucket', Key='copy/three x', Body=b'eerht', ChecksumAlgorithm='SHA256')
      """)
    let refused = try await world.check("plain", wanting: 1)
    #expect(refused.output.contains("3 objects by digest, etag"))
    #expect(refused.output.contains("absent  plain/three x  it has other bytes there"))
    #expect(!refused.output.contains("absent  plain/one x"))
    // With nothing here to compare an entity tag with, nothing is proved.
    try Folder.remove(repository.root.appending("plain"))
    let open = try await world.check("plain.sha256", wanting: 2)
    #expect(open.output.contains("undecided  plain/two x  something is there"))
  }

  private func s3(_ world: World, _ script: String) async throws {
    try await world.shell("python3", "-c", "import boto3; c = boto3.client('s3')\n\(script)")
  }

  private static let moto = #"""
    import os, sys, time
    from moto.server import ThreadedMotoServer
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    port = server.get_host_and_port()[1]
    import boto3
    client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}")
    for name in ["bucket", "versions"]: client.create_bucket(Bucket=name)
    client.put_bucket_versioning(Bucket="versions", VersioningConfiguration={"Status": "Enabled"})
    with open(sys.argv[1] + ".new", "w") as f: f.write(str(port))
    os.rename(sys.argv[1] + ".new", sys.argv[1])
    end = time.time() + 300
    while time.time() < end and not os.path.exists(sys.argv[2]): time.sleep(0.02)
    server.stop()
    """#
}

@Suite struct SignatureV4Tests {
  @Test(.enabled("needs botocore") { await PythonPeer.has("botocore") })
  func agreesWithBotocore() async throws {
    let script = """
      import datetime, sys
      from botocore.auth import S3SigV4Auth
      from botocore.awsrequest import AWSRequest
      from botocore.credentials import Credentials
      import botocore.auth
      fixed = datetime.datetime(2026, 1, 2, 3, 4, 5)
      class Clock(datetime.datetime):
          @classmethod
          def utcnow(cls): return fixed
          @classmethod
          def now(cls, tz=None): return fixed.replace(tzinfo=tz)
      botocore.auth.datetime = type("M", (), {"datetime": Clock})
      try:
          botocore.auth.get_current_datetime = lambda *a, **k: fixed
      except Exception: pass
      for token in [None, "a/b+c="]:
          r = AWSRequest(method="HEAD", url=sys.argv[1], headers={"x-amz-checksum-mode": "ENABLED"})
          r.context["payload_signing_enabled"] = True
          r.context["timestamp"] = "20260102T030405Z"
          S3SigV4Auth(Credentials("AK", "SK", token), "s3", "eu-central-1").add_auth(r)
          print(r.headers["Authorization"])
      """
    let path = "/bucket/" + S3Location.escape(Array("a b/\u{fc}+c".utf8), keeps: 0x2f)
    let theirs = try await PythonPeer.run(
      script, ["https://s3.example.org:9000\(path)?versionId=a%2Fb"]
    ).split(separator: "\n").map(String.init)
    let ours = [nil, "a/b+c="].map { token in
      SignatureV4(
        credentials: .init(accessKey: "AK", secret: "SK", token: token), region: "eu-central-1",
        time: 1_767_323_045
      ).headers(
        method: "HEAD", host: "s3.example.org:9000", path: path, query: "versionId=a%2Fb",
        signing: [("x-amz-checksum-mode", "ENABLED")]
      ).last?.value
    }
    #expect(ours == theirs)
  }
}

/// What an answer proves; no answer proves nothing.
@Suite struct S3JudgementTests {
  private let digest = Digest.of(Array("x".utf8))

  private func presence(
    _ status: Int, _ fields: String = "", _ naming: StoredObject.Naming = .byPath,
    size: Int64? = nil, version: String? = nil
  ) throws -> Presence {
    let header = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 \(status) X\r\n\(fields)\r\n"
    let answer = try #require(HTTPAnswer(header: Array(header.utf8), body: []))
    let object = StoredObject(
      key: try #require(RelativePath("k")), naming: naming, size: size, digest: digest,
      version: version)
    return S3Judgement.presence(of: object, .answer(answer))
  }

  @Test func takesADigestForProof() throws {
    let sum = "x-amz-checksum-sha256: \(Base64.encode(digest.bytes))\r\n"
    #expect(try presence(200, sum) == .present(.digest))
    #expect(try presence(200, sum + "x-amz-checksum-type: COMPOSITE\r\n").isUndecided)
    #expect(try presence(200, "x-amz-checksum-sha256: AAAA-2\r\n").isUndecided)
    let other = Base64.encode(Digest.of([]).bytes)
    #expect(try presence(200, "X-Amz-Checksum-SHA256: \(other)\r\n").isAbsent)
  }

  @Test func tellsMissingFromUnknown() throws {
    #expect(try presence(404).isAbsent)
    #expect(try presence(200, "", .byContent) == .present(.name))
    #expect(try presence(200, "Content-Length: 4\r\n", .byContent, size: 4) == .present(.size))
    #expect(try presence(200, "Content-Length: 5\r\n", .byContent, size: 4).isAbsent)
    #expect(try presence(200, "", version: "v") == .present(.version))
    #expect(try presence(400, version: "v").isAbsent)
    for status in [204, 301, 400, 401, 403, 500, 503] { #expect(try presence(status).isUndecided) }
    let object = StoredObject(key: try #require(RelativePath("k")))
    #expect(S3Judgement.presence(of: object, .failure("x")).isUndecided)
  }
}
