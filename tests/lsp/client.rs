//! A small client: starts the binary, sends, and waits for messages. It never sleeps; every wait has a limit.
#![expect(clippy::needless_pass_by_value, reason = "messages are literals, and are written where they are sent")]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long anything may take. Reached only when something is wrong.
const LIMIT: Duration = Duration::from_secs(20);

/// A server with the client's end of the conversation.
pub(crate) struct Client {
    child: Child,
    stdin: Option<ChildStdin>,
    incoming: Receiver<Value>,
    log: Receiver<String>,
    /// What the server said and nobody has waited for yet.
    unread: Vec<Value>,
    answers: HashMap<i64, Result<Value, Value>>,
    next_id: i64,
    /// What the client answers when asked for settings: by folder, `""` for all.
    pub(crate) settings: HashMap<String, Value>,
    /// What the server announced.
    pub(crate) announced: Value,
}

impl Client {
    /// Starts `plimsoll lsp`, with more in its environment.
    pub(crate) fn start_with(environment: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
        command
            .arg("lsp")
            .env_remove("PLIMSOLL_LOG")
            .env("XDG_DATA_HOME", "/nowhere")
            .envs(environment.iter().copied());
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let (sender, incoming) = channel();
        let mut stdout = BufReader::new(child.stdout.take().expect("standard output"));
        thread::spawn(move || {
            while let Some(message) = read(&mut stdout) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let (sender, log) = channel();
        let stderr = BufReader::new(child.stderr.take().expect("standard error"));
        thread::spawn(move || stderr.lines().map_while(Result::ok).for_each(|line| drop(sender.send(line))));
        Self {
            stdin: child.stdin.take(),
            child,
            incoming,
            log,
            unread: Vec::new(),
            answers: HashMap::new(),
            next_id: 0,
            settings: HashMap::new(),
            announced: Value::Null,
        }
    }

    /// Starts `plimsoll lsp`.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts the server and introduces a client with these `capabilities` and the members of `more` (`rootUri`,
    /// `workspaceFolders`, …).
    pub(crate) fn introduced(capabilities: Value, more: Value) -> Self {
        Self::start().introduce(capabilities, more)
    }

    /// Introduces the client: `initialize` and `initialized`.
    pub(crate) fn introduce(mut self, capabilities: Value, more: Value) -> Self {
        let mut params = json!({ "processId": std::process::id(), "rootUri": null, "capabilities": capabilities });
        for (name, value) in more.as_object().into_iter().flatten() {
            params[name] = value.clone();
        }
        let answer = self.request("initialize", params).expect("an answer to initialize");
        self.announced = answer["capabilities"].clone();
        self.notify("initialized", json!({}));
        self
    }

    /// The server's process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Writes bytes as they are.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().expect("an open standard input");
        // A server that is ending may have closed its side already.
        drop(stdin.write_all(bytes).and_then(|()| stdin.flush()));
    }

    /// Sends a message.
    pub(crate) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.write(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request without waiting; its id.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let mut message = json!({ "jsonrpc": "2.0", "id": self.next_id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        self.next_id
    }

    /// Waits for the answer to a request: the result, or the error.
    pub(crate) fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let deadline = Instant::now() + LIMIT;
        loop {
            if let Some(answer) = self.answers.remove(&id) {
                return answer;
            }
            assert!(self.pump(deadline), "no answer to request {id}; unread: {:#?}", self.unread);
        }
    }

    /// Sends a request and waits for its answer.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// Sends a request that must succeed.
    pub(crate) fn result(&mut self, method: &str, params: Value) -> Value {
        self.request(method, params).unwrap_or_else(|error| panic!("{method} failed: {error}"))
    }

    /// Waits for a message (a notification, or a request of the server) that `wanted` makes something of, and takes it.
    pub(crate) fn wait<T>(&mut self, what: &str, mut wanted: impl FnMut(&Value) -> Option<T>) -> T {
        let deadline = Instant::now() + LIMIT;
        let mut seen = 0;
        loop {
            while let Some(message) = self.unread.get(seen) {
                if let Some(found) = wanted(message) {
                    self.unread.remove(seen);
                    return found;
                }
                seen += 1;
            }
            assert!(self.pump(deadline), "no {what}; unread: {:#?}", self.unread);
        }
    }

    /// Waits for a message with this method; its parameters.
    pub(crate) fn wait_for(&mut self, method: &str) -> Value {
        self.wait(method, |message| (message["method"] == method).then(|| message["params"].clone()))
    }

    /// Takes every message with this method that has come so far; their parameters.
    pub(crate) fn take(&mut self, method: &str) -> Vec<Value> {
        let (wanted, others) = self.unread.drain(..).partition(|message| message["method"] == method);
        self.unread = others;
        let wanted: Vec<Value> = wanted;
        wanted.into_iter().map(|message| message["params"].clone()).collect()
    }

    /// Waits for the next list of diagnostics of a document: its parameters.
    pub(crate) fn published(&mut self, uri: &str) -> Value {
        self.wait(&format!("diagnostics of {uri}"), |message| {
            let fits = message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri;
            fits.then(|| message["params"].clone())
        })
    }

    /// Waits for the list of diagnostics of a document at this version: the list. Older ones are dropped.
    pub(crate) fn published_at(&mut self, uri: &str, version: i64) -> Vec<Value> {
        loop {
            let params = self.published(uri);
            if params["version"] == version {
                return params["diagnostics"].as_array().cloned().unwrap_or_default();
            }
        }
    }

    /// Opens a document with version 1.
    pub(crate) fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes a document.
    pub(crate) fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let params = json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes });
        self.notify("textDocument/didChange", params);
    }

    /// Replaces the text of a document.
    pub(crate) fn replace(&mut self, uri: &str, version: i64, text: &str) {
        self.change(uri, version, json!([{ "text": text }]));
    }

    /// Closes a document.
    pub(crate) fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// Opens and closes a document of no folder and waits for its diagnostics: what the worker had to send before has come
    /// by then. For clients to which diagnostics are pushed.
    pub(crate) fn settle(&mut self) {
        self.next_id += 1;
        let uri = format!("untitled:settled-{}", self.next_id);
        self.open(&uri, "dockerfile", "FROM alpine:3.22\n");
        self.published(&uri);
        self.close(&uri);
    }

    /// Closes standard input.
    pub(crate) fn hang_up(&mut self) {
        self.stdin = None;
    }

    /// Waits for the server to end.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let deadline = Instant::now() + LIMIT;
        // Its output ends with it.
        while self.pump(deadline) {}
        assert!(Instant::now() < deadline, "the server does not end");
        self.child.wait().expect("an exit status")
    }

    /// Says `shutdown` and `exit`, and waits; standard input stays open.
    pub(crate) fn quit(&mut self) -> ExitStatus {
        self.result("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.ended()
    }

    /// Waits for a line of the server's own log that contains `part`.
    pub(crate) fn logged(&mut self, part: &str) -> String {
        let deadline = Instant::now() + LIMIT;
        let mut lines = Vec::new();
        loop {
            match self.log.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) if line.contains(part) => return line,
                Ok(line) => lines.push(line),
                Err(_) => panic!("the log says nothing of {part:?}: {lines:#?}"),
            }
        }
    }

    /// Waits for one message and sorts it in; `false` at the end of the output or of the time.
    fn pump(&mut self, deadline: Instant) -> bool {
        let message = match self.incoming.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return false,
        };
        match (message["method"].as_str(), message.get("id")) {
            (Some(method), Some(id)) => {
                let result = self.reply(method, &message["params"]);
                let answer = json!({ "jsonrpc": "2.0", "id": id, "result": result });
                self.unread.push(message);
                self.send(&answer);
            }
            (None, Some(id)) if id.is_i64() => {
                let answer = match message.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(message["result"].clone()),
                };
                self.answers.insert(id.as_i64().unwrap_or_default(), answer);
            }
            _ => self.unread.push(message),
        }
        true
    }

    fn reply(&self, method: &str, params: &Value) -> Value {
        let setting = |item: &Value| {
            let scope = item["scopeUri"].as_str().unwrap_or_default();
            self.settings.get(scope).cloned().unwrap_or_default()
        };
        match method {
            "workspace/configuration" => params["items"].as_array().into_iter().flatten().map(setting).collect(),
            "workspace/applyEdit" => json!({ "applied": true }),
            _ => Value::Null,
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Reads one message; `None` at the end.
fn read(input: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim() {
            "" => break,
            header => {
                if let Some(value) = header.strip_prefix("Content-Length: ") {
                    length = value.parse().ok()?;
                }
            }
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
