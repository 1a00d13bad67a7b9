// SPDX-License-Identifier: Apache-2.0

extension ManifestFixture {
  /// What `script` imports.
  static let modules = "bagit,model_signing,frictionless,mlcroissant,huggingface_hub"

  static let script = #"""
    import hashlib, json, logging, os, pathlib, shutil, sys, tempfile, threading, warnings
    warnings.simplefilter("ignore"); logging.disable(logging.CRITICAL)
    os.environ.update(HF_HUB_DISABLE_PROGRESS_BARS="1", HF_HUB_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_XET="1")
    os.chdir(sys.argv[1])
    A, B = b"id,x\n1,2\n", b"id,x\n3,4\n"

    def fill(folder):
        for name, data in {"a.csv": A, "sub/b ü.csv": B}.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def passes(check):
        try:
            return check() is not False
        except Exception as error:
            return False

    def verdicts(folder, name, check):
        """What a tool says of a folder: as it is, a byte changed, a name, a file gone, one more."""
        answers = [passes(lambda: check(folder))]
        for number in range(4):
            copy = shutil.copytree(folder, f"{tempfile.mkdtemp()}/{folder}", symlinks=True)
            path = pathlib.Path(copy, name)
            other = path.with_name(path.name + "2")
            if number == 0: path.write_bytes(path.read_bytes().replace(b"x", b"y"))
            if number == 1: path.rename(other)
            if number == 2: path.unlink()
            if number == 3: other.write_bytes(A)
            answers.append(passes(lambda: check(copy)))
        return answers

    def bag():
        import bagit
        fill("bag")
        for name in ("line\nfeed", "return\r", "50%25.csv"): pathlib.Path("bag", name).write_bytes(A)
        bagit.make_bag("bag", {"X-Note": "last"}, checksums=["sha256", "md5"])
        return verdicts("bag", "data/a.csv", lambda folder: bagit.Bag(folder).validate())

    def signature():
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from model_signing import hashing, signing, verifying
        fill("signed")
        key = ec.generate_private_key(ec.SECP256R1())
        pathlib.Path("key.pem").write_bytes(key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        pathlib.Path("pub.pem").write_bytes(key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
        def config(folder):
            return hashing.Config().set_ignored_paths(
                paths=[pathlib.Path("model.sig")], ignore_git_paths=True)
        def sign(path, to, config=None):
            signer = signing.Config().use_elliptic_key_signer(private_key=pathlib.Path("key.pem"))
            if config: signer = signer.set_hashing_config(config)
            signer.sign(pathlib.Path(path), pathlib.Path(to))
        sign("signed", "signed/model.sig", config("signed"))
        pathlib.Path("one").mkdir()
        pathlib.Path("one/weights.bin").write_bytes(A)
        sign("one/weights.bin", "one/weights.sig")
        for algorithm in ("blake2", "blake3"):
            fill(algorithm)
            sign(algorithm, algorithm + "/model.sig", config(algorithm).use_file_serialization(
                hashing_algorithm=algorithm))
        sign("signed/sub", "shards.sig", hashing.Config().use_shard_serialization(shard_size=4))
        def verify(folder):
            verifying.Config().use_elliptic_key_verifier(public_key=pathlib.Path("pub.pem")).set_hashing_config(
                config(folder)).verify(pathlib.Path(folder), pathlib.Path(folder, "model.sig"))
        return verdicts("signed", "a.csv", verify)

    def ignoring():
        """With paths that the signer left out: intact, files more in them and outside of them."""
        from model_signing import hashing, signing, verifying
        fill("ignoring")
        config = hashing.Config().set_ignored_paths(
            paths=[pathlib.Path(p) for p in ("model.sig", "cache", "./logs/a")])
        signing.Config().use_elliptic_key_signer(private_key=pathlib.Path("key.pem")).set_hashing_config(
            config).sign(pathlib.Path("ignoring"), pathlib.Path("ignoring/model.sig"))
        def check():
            verifying.Config().use_elliptic_key_verifier(public_key=pathlib.Path("pub.pem")).verify(
                pathlib.Path("ignoring"), pathlib.Path("ignoring/model.sig"))
        answers = [passes(check)]
        for name in ("cache/deep/x", "logs/a", "logs/ab", "cache2", "sub/cache/x"):
            path = pathlib.Path("ignoring", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(A)
            answers.append(passes(check))
            path.unlink()
        for name in ("cache/deep", "cache", "logs", "sub/cache"): pathlib.Path("ignoring", name).rmdir()
        return answers

    def frictionless():
        import frictionless
        fill("package")
        os.rename("package/sub/b ü.csv", "package/sub/b.csv")
        package = frictionless.Package(resources=[
            frictionless.Resource(path=p, basepath="package") for p in ("a.csv", "sub/b.csv")])
        package.infer(stats=True)
        package.to_json("package/datapackage.json")
        shutil.copytree("package", "yaml")
        os.remove("yaml/datapackage.json")
        package.to_yaml("yaml/datapackage.yaml")
        return verdicts("package", "a.csv",
                        lambda folder: frictionless.validate(folder + "/datapackage.json").valid)

    def croissant():
        import mlcroissant as m
        fill("croissant")
        objects = [m.FileObject(id=p[0], name=p[0], content_url=p, encoding_formats=["text/csv"],
                                content_size="9 B", sha256=hashlib.sha256(d).hexdigest())
                   for p, d in (("a.csv", A), ("sub/b ü.csv", B))]
        field = m.Field(id="r/id", name="id", data_types=m.DataType.INTEGER,
                        source=m.Source(file_object="a", extract=m.Extract(column="id")))
        text = m.Metadata(name="x", url="https://example.com", distribution=objects,
                          record_sets=[m.RecordSet(id="r", name="r", fields=[field])]).to_json()
        pathlib.Path("croissant/croissant.json").write_text(json.dumps(text, default=str))
        def load(folder):
            return list(m.Dataset(folder + "/croissant.json").records("r"))
        return verdicts("croissant", "a.csv", load)

    def huggingface():
        from http.server import BaseHTTPRequestHandler, HTTPServer
        commit = "0123456789abcdef0123456789abcdef01234567"
        def git(data): return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
        files = {"a.csv": (A, git(A)), "sub/b ü.csv": (B, hashlib.sha256(B).hexdigest())}
        def entry(name, data, tag):
            file = {"type": "file", "path": name, "size": len(data), "oid": git(data)}
            large = {"lfs": {"oid": tag, "size": len(data), "pointerSize": 130}}
            return file | (large if len(tag) == 64 else {})
        class Hub(BaseHTTPRequestHandler):
            def log_message(self, *_): pass
            def do_HEAD(self): self.answer(False)
            def do_GET(self): self.answer(True)
            def answer(self, body):
                from urllib.parse import unquote
                path = unquote(self.path.split("?")[0])
                if "/api/" in path:
                    text, tag = json.dumps({"id": "o/n", "sha": commit, "private": False, "siblings": [
                        {"rfilename": n} for n in files]}).encode(), "x"
                    if "/tree/" in path:
                        text = json.dumps([entry(n, d, t) for n, (d, t) in files.items()]).encode()
                else:
                    text, tag = files[path.split("/", 6)[6]]
                self.send_response(200)
                self.send_header("Content-Length", str(len(text)))
                self.send_header("ETag", f'"{tag}"')
                self.send_header("X-Repo-Commit", commit)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                if body: self.wfile.write(text)
        server = HTTPServer(("127.0.0.1", 0), Hub)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        from huggingface_hub import HfApi
        api = HfApi(endpoint=f"http://127.0.0.1:{server.server_port}", token=False)
        api.snapshot_download("o/n", repo_type="dataset", local_dir="local")
        api.snapshot_download("o/n", repo_type="dataset", cache_dir="hub")
        def verify(folder):
            found = api.verify_repo_checksums("o/n", repo_type="dataset", local_dir=folder)
            return not (found.mismatches or found.missing_paths or found.extra_paths)
        answers = [verdicts("local", name, verify) for name in ("a.csv", "sub/b ü.csv")]
        server.shutdown()
        return answers

    answers = {}
    for make in (bag, signature, ignoring, frictionless, croissant, huggingface):
        answers[make.__name__] = make()
    print(json.dumps(answers))
    """#
}
