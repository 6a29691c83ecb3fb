import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * What java.util.Properties makes of each input. One input a line, as UTF-16 units in hexadecimal; the answer is
 * the keys and values in the same form, `key=value` joined by commas, or `!` where Java refuses.
 */
public class PropertiesOracle {
    public static void main(String[] arguments) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(answer(fromHex(line)));
        }
    }

    private static String answer(String text) throws Exception {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IllegalArgumentException malformed) {
            return "!";
        }
        StringBuilder found = new StringBuilder();
        for (String key : properties.stringPropertyNames()) {
            if (found.length() > 0) found.append(',');
            found.append(toHex(key)).append('=').append(toHex(properties.getProperty(key)));
        }
        return found.toString();
    }

    private static String fromHex(String hex) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at + 4 <= hex.length(); at += 4) text.append((char) Integer.parseInt(hex.substring(at, at + 4), 16));
        return text.toString();
    }

    private static String toHex(String text) {
        StringBuilder hex = new StringBuilder();
        for (char unit : text.toCharArray()) hex.append(String.format("%04x", (int) unit));
        return hex.toString();
    }
}
