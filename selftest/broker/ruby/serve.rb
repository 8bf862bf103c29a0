# Serves a Pact Broker on a free port of loopback, with a database in the folder given; prints `listening URL`.
# It ends when its standard input does, so that it never outlives the process that started it.
require 'bundler/setup'
require 'base64'
require 'pact_broker'
require 'rackup/handler/webrick'

folder = ARGV.fetch(0)

# Brokers leave authentication to what stands before them; this stands before this one. No variable, no authentication.
class Door
  def initialize(app)
    @app = app
    token, user, password = ENV.values_at('BROKER_TOKEN', 'BROKER_USERNAME', 'BROKER_PASSWORD')
    @accepted = [
      token && "Bearer #{token}",
      user && "Basic #{Base64.strict_encode64("#{user}:#{password}")}"
    ].compact
  end

  def call(env)
    return @app.call(env) if @accepted.empty? || @accepted.include?(env['HTTP_AUTHORIZATION'])

    [401, { 'content-type' => 'text/plain', 'www-authenticate' => 'Bearer, Basic realm="broker"' }, ['unauthorized']]
  end
end

broker = PactBroker::App.new do |config|
  config.log_stream = :file
  config.log_dir = folder
  config.log_level = :warn
  config.log_configuration_on_startup = false
  config.hide_pactflow_messages = true
  config.seed_example_data = false
  config.database_url = "sqlite:///#{folder}/broker.sqlite3"
end

server = WEBrick::HTTPServer.new(
  BindAddress: '127.0.0.1', Port: 0, DoNotReverseLookup: true,
  Logger: WEBrick::Log.new(File.join(folder, 'server.log'), WEBrick::Log::WARN), AccessLog: []
)
server.mount '/', Rackup::Handler::WEBrick, Door.new(broker)
Thread.new do
  $stdin.read
  exit!(0)
end
$stdout.puts "listening http://127.0.0.1:#{server.config[:Port]}"
$stdout.flush
server.start
