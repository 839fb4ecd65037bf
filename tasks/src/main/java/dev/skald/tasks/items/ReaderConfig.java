package dev.skald.tasks.items;

import dev.skald.engine.items.ItemReaderException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code ReaderConfig}, read.
 *
 * @param inputType null for the objects of a listing, or an inventory
 * @param headers null when the first row of a CSV file has them
 * @param pointer {@code ItemsPointer}; empty for none
 * @param loads whether the objects of a listing are read themselves
 * @param itemsMax how many items are read at most
 */
record ReaderConfig(
        @Nullable String inputType,
        Manifest manifest,
        @Nullable List<String> headers,
        char delimiter,
        String pointer,
        boolean loads,
        long itemsMax) {

    /** What the object is a list of. */
    enum Manifest {
        NONE,
        S3_INVENTORY,
        ATHENA_DATA
    }

    static ReaderConfig of(JsonNode config) {
        String inputType = text(config, "InputType");
        return new ReaderConfig(
                inputType,
                manifest(inputType, text(config, "ManifestType")),
                headers(config),
                delimiter(text(config, "CSVDelimiter")),
                pointer(text(config, "ItemsPointer")),
                loads(text(config, "Transformation")),
                itemsMax(config.get("MaxItems")));
    }

    /** How each object is read. */
    ItemFormat format() {
        if (inputType == null) throw ItemReaderException.failed("ReaderConfig needs an InputType.");
        return switch (inputType) {
            case "CSV" -> new CsvFormat(headers, delimiter);
            case "JSON" -> new JsonFormat(pointer);
            case "JSONL" -> new JsonLinesFormat();
            default -> found(inputType);
        };
    }

    private static ItemFormat found(String inputType) {
        for (ItemFormat format : ServiceLoader.load(ItemFormat.class))
            if (format.inputType().equals(inputType)) return format;
        if (inputType.equals("PARQUET"))
            throw ItemReaderException.failed("Parquet files need the module skald-parquet, which is not there.");
        throw unknown("InputType", inputType);
    }

    private static Manifest manifest(@Nullable String inputType, @Nullable String manifestType) {
        if (manifestType == null) return "MANIFEST".equals(inputType) ? Manifest.S3_INVENTORY : Manifest.NONE;
        return switch (manifestType) {
            case "S3_INVENTORY" -> Manifest.S3_INVENTORY;
            case "ATHENA_DATA" -> Manifest.ATHENA_DATA;
            default -> throw unknown("ManifestType", manifestType);
        };
    }

    private static @Nullable List<String> headers(JsonNode config) {
        String location = text(config, "CSVHeaderLocation");
        return switch (location == null ? "FIRST_ROW" : location) {
            case "FIRST_ROW" -> null;
            case "GIVEN" -> givenHeaders(config.path("CSVHeaders"));
            default -> throw unknown("CSVHeaderLocation", location);
        };
    }

    private static List<String> givenHeaders(JsonNode names) {
        List<String> headers = new ArrayList<>();
        for (JsonNode name : names) {
            if (!name.isString()) throw ItemReaderException.failed("CSVHeaders must be strings.");
            headers.add(name.stringValue());
        }
        if (headers.isEmpty()) throw ItemReaderException.failed("CSVHeaderLocation GIVEN needs CSVHeaders.");
        return headers;
    }

    private static char delimiter(@Nullable String name) {
        return switch (name == null ? "COMMA" : name) {
            case "COMMA" -> ',';
            case "PIPE" -> '|';
            case "SEMICOLON" -> ';';
            case "SPACE" -> ' ';
            case "TAB" -> '\t';
            default -> throw unknown("CSVDelimiter", name);
        };
    }

    private static String pointer(@Nullable String pointer) {
        if (pointer == null || pointer.isEmpty()) return "";
        if (pointer.charAt(0) != '/') throw unknown("ItemsPointer", pointer);
        if (pointer.length() > ReaderLimits.POINTER_CHARS_MAX)
            throw ItemReaderException.failed(
                    "The ItemsPointer is longer than " + ReaderLimits.POINTER_CHARS_MAX + " characters.");
        return pointer;
    }

    private static boolean loads(@Nullable String transformation) {
        return switch (transformation == null ? "NONE" : transformation) {
            case "NONE" -> false;
            case "LOAD_AND_FLATTEN" -> true;
            default -> throw unknown("Transformation", transformation);
        };
    }

    /** Nothing and 0 mean all there are, as far as AWS reads. */
    private static long itemsMax(@Nullable JsonNode maxItems) {
        if (maxItems == null || maxItems.isNull()) return ReaderLimits.ITEMS_MAX;
        if (!maxItems.isIntegralNumber()) throw ItemReaderException.failed("field MaxItems must be an integer");
        if (maxItems.decimalValue().signum() < 0) throw ItemReaderException.failed("field MaxItems must be positive");
        if (!maxItems.canConvertToLong() || maxItems.longValue() == 0) return ReaderLimits.ITEMS_MAX;
        return Math.min(maxItems.longValue(), ReaderLimits.ITEMS_MAX);
    }

    private static @Nullable String text(JsonNode config, String name) {
        JsonNode value = config.get(name);
        if (value == null || value.isNull()) return null;
        if (!value.isString())
            throw ItemReaderException.failed("The value of " + name + " in the ReaderConfig must be a string.");
        return value.stringValue();
    }

    private static ItemReaderException unknown(String field, @Nullable String value) {
        return ItemReaderException.failed("The value " + value + " is not supported for " + field + ".");
    }
}
