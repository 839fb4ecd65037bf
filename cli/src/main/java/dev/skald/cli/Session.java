package dev.skald.cli;

import dev.skald.cli.executions.Api;
import dev.skald.cli.executions.EndpointException;
import dev.skald.cli.executions.Executions;
import dev.skald.cli.project.Project;
import dev.skald.cli.project.Setting;
import dev.skald.cli.project.SettingValues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a command asks: the server that listens, or, when none does, a server of its own on the store, which lasts as
 * long as the command and leaves the work of open executions alone.
 */
record Session(Executions executions, Api api, Assembly.@Nullable Serving own) implements AutoCloseable {

    /** What a command is about to do where no server listens. */
    enum Aim {
        /** It needs no functions, and deploys nothing. */
        LOOK,
        /** What is in the store goes on, with the project's functions. */
        ACT,
        /** Something new begins: a store is made when there is none. */
        START
    }

    /** Which server and which store, for commands that ask. */
    static SettingFlags flags() {
        return new SettingFlags(
                Setting.ENDPOINT, Setting.STORE, Setting.TOKEN_FILE, Setting.ACCOUNT_ID, Setting.REGION);
    }

    static Session open(SettingFlags flags, Surroundings surroundings, Aim aim) throws Exception {
        Project project = Project.find(surroundings.folder()).orElseGet(() -> Project.none(surroundings.folder()));
        SettingValues settings = new SettingValues(flags.given(), surroundings.variables(), project.settings());
        URI endpoint = settings.uri(Setting.ENDPOINT).orElseThrow();
        if (Api.listens(endpoint)) return to(new Api(endpoint, token(settings, surroundings)), null);
        if (!isHere(endpoint) || isMeant(flags)) throw new EndpointException("no server listens at " + endpoint);
        return onStore(project, settings, surroundings, endpoint, aim);
    }

    private static Session to(Api api, Assembly.@Nullable Serving own) {
        return new Session(new Executions(api), api, own);
    }

    /** Falling back to a store makes sense only for a server that would be on this machine. */
    private static boolean isHere(URI endpoint) {
        try {
            return InetAddress.getByName(endpoint.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Who names a server in a command, and no store, does not want another one's. */
    private static boolean isMeant(SettingFlags flags) {
        return flags.given().containsKey(Setting.ENDPOINT) && !flags.given().containsKey(Setting.STORE);
    }

    private static @Nullable String token(SettingValues settings, Surroundings surroundings) throws IOException {
        Path file = settings.path(Setting.TOKEN_FILE).orElse(null);
        if (file == null) return null;
        return surroundings
                .read(file)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .orElse(null);
    }

    private static Session onStore(
            Project project, SettingValues settings, Surroundings surroundings, URI endpoint, Aim aim)
            throws Exception {
        Path store = Assembly.storeFile(settings, surroundings);
        if (aim != Aim.START && !Files.exists(store))
            throw new NoSuchFileException("server at " + endpoint + " and no store in " + store);
        Project served = aim == Aim.LOOK ? Project.none(surroundings.folder()) : project;
        Assembly.Serving own = new Assembly(served, settings, surroundings).serveAtRest();
        return to(new Api(URI.create("http://127.0.0.1:" + own.server().port()), null), own);
    }

    @Override
    public void close() throws IOException {
        api.close();
        if (own != null) own.close();
    }
}
